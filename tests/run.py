#!/usr/bin/env python3
"""Run the tests: every file under every preset, and the checks of the C++ side. `./dev test` calls this.

What a test file expects is said by comments in it; tests/README.md explains them. Needs only Python's own library.
"""

import argparse
import concurrent.futures
import dataclasses
import difflib
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PRESETS = ["2.7", "3.9", "3.12", "3.13t"]
SCRIPT_FOLDERS = ["language", "types", "stdlib", "errors", "limits", "threading", "regression"]
DRIVER_FOLDER = "tests/command_line"  # files that run the program themselves, with the python3 of the tests
GOLDEN_STAGES = {"tokens": ["tokens"], "ast": ["ast"], "bytecode": ["dis"], "bytecode_as_json": ["dis", "--json"]}
DEFAULT_TIMEOUT = 20.0
COMMAND_TIMEOUT = 240.0
MAX_OUTPUT = 4_000_000  # bytes of output kept of one run: a test in an endless print loop must not fill the memory
MAX_DIFF_LINES = 40
PROGRESS_SECONDS = 60  # between lines of progress where nobody watches a terminal
FUZZ_SECONDS = 60  # in a full run; `./dev fuzz --hours N` takes longer
MAX_NAMES = 100  # failures that are named again at the end

BUILDS = {
    "clang": ("build", []),
    "gcc": ("build-gcc", ["--compiler=gcc"]),
    "thread": ("build-thread", ["--sanitize=thread"]),
    "address": ("build-address", ["--sanitize=address"]),
}
# These are never what a script asked for, whatever the oracle did.
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT, signal.SIGTRAP}
# How much slower than the release build a build is, for time limits.
SLOWNESS = {"clang": 1.0, "gcc": 1.5, "thread": 10.0, "address": 6.0}
SANITIZER_ENVIRONMENT = {
    # The child of a fork may start threads: ours are sane there, which the tool does not know.
    "thread": {"TSAN_OPTIONS": "halt_on_error=1:exitcode=66:second_deadlock_stack=1:die_after_fork=0"},
    # The collector owns the heap and finds roots in it by itself: a leak checker cannot judge that.
    "address": {"ASAN_OPTIONS": "detect_leaks=0:exitcode=66:detect_stack_use_after_return=0",
                "UBSAN_OPTIONS": "print_stacktrace=1:exitcode=66"},
}


# ----------------------------------------------------------------------------------------------------------------------
# What a test file says about itself

@dataclasses.dataclass
class Directives:
    lines: list = dataclasses.field(default_factory=list)  # (presets or None, text) for each `# expect:`
    exits: list = dataclasses.field(default_factory=list)  # (presets or None, number)
    errors: list = dataclasses.field(default_factory=list)  # (presets or None, text)
    presets: list = None
    timeout: float = DEFAULT_TIMEOUT
    skip_sanitize: list = dataclasses.field(default_factory=list)
    arguments: list = dataclasses.field(default_factory=list)
    environment: dict = dataclasses.field(default_factory=dict)
    assert_only: bool = False
    repeat: int = 1
    oracle: tuple = (3, 11)


# A directive is a comment of its own, except `# expect:`, which may also stand after code.
DIRECTIVE = re.compile(
    r"^#\s?(expect|expect-exit|expect-error|presets|timeout|skip-sanitize|args|env|repeat|oracle)"
    r"(?:\[([^\]]*)\])?:\s?(.*)$")
TRAILING_EXPECT = re.compile(r"\s#\sexpect(?:\[([^\]]*)\])?:\s?(.*)$")


class DirectiveError(Exception):
    """A comment that the runner does not understand: the test fails with it."""


def read_directives(path):
    found = Directives()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(), 1):
        stripped = line.strip()
        if stripped == "# assert-only":
            found.assert_only = True
            continue
        match = DIRECTIVE.match(stripped)
        if match:
            name, presets, text = match.groups()
        else:
            match = TRAILING_EXPECT.search(line)
            if not match:
                continue
            name, (presets, text) = "expect", match.groups()
        presets = presets.replace(",", " ").split() if presets else None
        if presets and not set(presets) <= set(PRESETS):
            raise DirectiveError("line %d: unknown preset in [%s]" % (number, " ".join(presets)))
        try:
            if name == "expect":
                found.lines.append((presets, text))
            elif name == "expect-exit":
                found.exits.append((presets, int(text)))
            elif name == "expect-error":
                found.errors.append((presets, text.strip()))
            elif name == "presets":
                found.presets = text.replace(",", " ").split()
                if not found.presets or not set(found.presets) <= set(PRESETS):
                    raise DirectiveError("line %d: unknown preset" % number)
            elif name == "timeout":
                found.timeout = float(text)
            elif name == "skip-sanitize":
                found.skip_sanitize = text.replace(",", " ").split()
                if not set(found.skip_sanitize) <= {"thread", "address"}:
                    raise DirectiveError("line %d: unknown sanitizer" % number)
            elif name == "args":
                found.arguments = shlex.split(text)
            elif name == "env":
                found.environment.update(word.split("=", 1) for word in shlex.split(text))
            elif name == "repeat":
                found.repeat = int(text)
            elif name == "oracle":
                found.oracle = tuple(int(part) for part in text.split("."))
        except ValueError as error:
            raise DirectiveError("line %d: %s" % (number, error)) from None
    return found


def for_preset(entries, preset):
    return [value for presets, value in entries if presets is None or preset in presets]


# ----------------------------------------------------------------------------------------------------------------------
# Running a program

@dataclasses.dataclass
class Outcome:
    code: int  # negative: the signal that ended it
    output: str
    errors: str
    timed_out: bool


def base_environment():
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("PYTHON", "GILDED_", "COLUMNS", "LC_", "FORCE_COLOR"))}
    environment.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1",
                       PYTHONUTF8="1", TERM="dumb")
    return environment


def read_limited(stream):
    stream.seek(0)
    data = stream.read(MAX_OUTPUT + 1)
    text = data[:MAX_OUTPUT].decode("utf-8", "backslashreplace")
    return text + ("\n[more output was dropped]" if len(data) > MAX_OUTPUT else "")


def run_program(command, environment, timeout, folder=ROOT):
    # Files, not pipes: a child that outlives the test cannot hold the runner up.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=folder,
                                   env=environment, start_new_session=True)
        timed_out = False
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        try:  # whatever it started as well
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if timed_out:
            code = process.wait()
        return Outcome(code, read_limited(output), read_limited(errors), timed_out)


def signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


# ----------------------------------------------------------------------------------------------------------------------
# CPython as the oracle

class Oracle:
    """Runs a test under the python3 that runs this script (or a newer one, where the test asks) and remembers the answer."""

    def __init__(self):
        self.folder = ROOT / "build" / "oracle"
        self.lock = threading.Lock()
        self.newer = {}

    def interpreter(self, version):
        """The command for a CPython of at least that version, or None."""
        if sys.version_info[:2] >= max(version, (3, 11)):
            return sys.executable
        with self.lock:
            if version not in self.newer:
                self.newer[version] = None
                for minor in range(version[1], version[1] + 3):
                    path = shutil.which("python3.%d" % minor)
                    if path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
                        self.newer[version] = path
                        break
            return self.newer[version]

    def answer(self, path, directives):
        """(exit code, standard output) of CPython, or None where there is none of the right version."""
        interpreter = self.interpreter(directives.oracle)
        if not interpreter:
            return None
        relative = str(path.relative_to(ROOT))
        key = hashlib.sha256(repr((interpreter, sys.version, relative, path.read_bytes(), directives.arguments,
                                   directives.environment)).encode()).hexdigest()[:32]
        cached = self.folder / key
        if cached.exists():
            return tuple(json.loads(cached.read_text()))
        outcome = run_program([interpreter, relative, *directives.arguments],
                              {**base_environment(), **directives.environment}, 60)
        if outcome.timed_out:
            return None
        answer = outcome.code, outcome.output
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / ("%s.%d" % (key, threading.get_ident()))
        unfinished.write_text(json.dumps(answer))
        unfinished.replace(cached)
        return answer


# ----------------------------------------------------------------------------------------------------------------------
# One run of one file

@dataclasses.dataclass
class Job:
    name: str  # what the report calls it
    check: object  # a function that returns None, or the text of the failure
    count: int = 1


def diff(expected, actual):
    lines = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "printed", lineterm=""))
    if len(lines) > MAX_DIFF_LINES:
        lines = lines[:MAX_DIFF_LINES] + ["[%d more lines]" % (len(lines) - MAX_DIFF_LINES)]
    return "\n".join(lines)


def tail(text, count=25):
    lines = text.rstrip("\n").splitlines()
    return "\n".join((["[...]"] if len(lines) > count else []) + lines[-count:])


def sanitizer_report(outcome):
    return any(mark in outcome.errors for mark in
               ("WARNING: ThreadSanitizer", "ERROR: AddressSanitizer", ": runtime error: "))


def judge(path, directives, preset, outcome, oracle):
    """None where the run is as expected, else what is wrong."""
    if outcome.timed_out:
        return "timed out\n" + tail(outcome.output + outcome.errors)
    if sanitizer_report(outcome):
        return "the sanitizer found something\n" + tail(outcome.errors, 80)

    expected_lines = for_preset(directives.lines, preset)
    expected_errors = for_preset(directives.errors, preset)
    exits = for_preset(directives.exits, preset)
    is_example = path.parent == ROOT / "examples"
    output_file = path.with_suffix(".out")
    expected_code = exits[-1] if exits else 1 if expected_errors else 0
    expected_output = None
    if directives.lines:
        expected_output = "".join(line + "\n" for line in expected_lines)
    elif output_file.exists():
        expected_output = output_file.read_text(encoding="utf-8")
    elif not (directives.assert_only or directives.errors or directives.exits or is_example):
        answer = oracle.answer(path, directives)
        if answer is None:
            return ("no expectation: no `# expect:` comment, no %s, and no python3 of version %s to ask" %
                    (output_file.name, ".".join(map(str, directives.oracle))))
        expected_code, expected_output = answer

    if expected_code in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        expected_code = 128 - expected_code if outcome.code < 0 else expected_code  # a shell shows both as the same
    if outcome.code < 0 and (outcome.code != expected_code or -outcome.code in CRASHES):
        return "killed by %s\n%s" % (signal_name(-outcome.code), tail(outcome.output + outcome.errors))
    problems = []
    if expected_output is not None and outcome.output.rstrip("\n") != expected_output.rstrip("\n"):
        problems.append(diff(expected_output, outcome.output))
    if outcome.code != expected_code:
        problems.append("exit status %d, expected %d" % (outcome.code, expected_code))
    for text in expected_errors:
        if text not in outcome.errors:
            problems.append("not in stderr: " + text)
    if (directives.assert_only or is_example) and not expected_errors and outcome.errors and expected_code == 0:
        problems.append("something on stderr")
    if not problems:
        return None
    if outcome.errors:
        problems.append("stderr:\n" + tail(outcome.errors))
    return "\n".join(problems)


class Matrix:
    def __init__(self, options):
        self.options = options
        self.oracle = Oracle()

    def script_job(self, path, directives, build, preset, stress):
        """stress: the environment of a stress set, {} for a normal run."""
        folder, _ = BUILDS[build]
        relative = path.relative_to(ROOT)
        command = [str(ROOT / folder / "gilded"), "--as=" + preset, str(relative), *directives.arguments]
        timeout = directives.timeout * SLOWNESS[build] * (4.0 if stress else 1.0) * self.options.patience

        def check():
            environment = {**base_environment(), **SANITIZER_ENVIRONMENT.get(build, {}), **directives.environment, **stress}
            for _ in range(directives.repeat):
                failure = judge(path, directives, preset, run_program(command, environment, timeout), self.oracle)
                if failure:
                    shown = ["%s=%s" % item for item in {**directives.environment, **stress}.items()]
                    command[0] = folder + "/gilded"
                    return failure + "\nagain: " + " ".join(shown + [shlex.quote(word) for word in command])
            return None

        name = "%s  %s%s%s" % (relative, preset, "" if build == "clang" else " " + build,
                               "".join(" %s=%s" % item for item in stress.items()))
        return Job(name, check)

    def script_jobs(self, paths, build, choose_presets, stress):
        jobs = []
        for number, path in enumerate(paths):
            try:
                directives = read_directives(path)
            except DirectiveError as error:
                jobs.append(Job(str(path.relative_to(ROOT)), lambda text=str(error): text))
                continue
            if build in directives.skip_sanitize:
                continue
            allowed = [preset for preset in (directives.presets or PRESETS) if preset in self.options.preset]
            jobs += [self.script_job(path, directives, build, preset, stress)
                     for preset in choose_presets(path, number, allowed)]
        return jobs

    def driver_jobs(self, paths, build, choose_presets):
        folder, _ = BUILDS[build]
        jobs = []
        for number, path in enumerate(paths):
            relative = path.relative_to(ROOT)
            for preset in choose_presets(path, number, self.options.preset):
                command = [sys.executable, str(path), str(ROOT / folder / "gilded"), "--as=" + preset]

                def check(command=command):
                    environment = {**base_environment(), **SANITIZER_ENVIRONMENT.get(build, {})}
                    outcome = run_program(command, environment, 120 * SLOWNESS[build] * self.options.patience)
                    if outcome.timed_out or outcome.code != 0:
                        shown = "timed out" if outcome.timed_out else "exit status %d" % outcome.code
                        return shown + "\n" + tail(outcome.output + outcome.errors) + "\nagain: python3 " + " ".join(command[1:])
                    return None

                jobs.append(Job("%s  %s%s" % (relative, preset, "" if build == "clang" else " " + build), check))
        return jobs

    def golden_jobs(self, paths, build):
        folder, _ = BUILDS[build]
        jobs = []
        for path in paths:
            command = [str(ROOT / folder / "gilded"), *GOLDEN_STAGES[path.parent.name], path.name]
            golden = path.with_suffix(".txt")

            def check(command=command, golden=golden, path=path):
                environment = {**base_environment(), **SANITIZER_ENVIRONMENT.get(build, {})}
                outcome = run_program(command, environment, DEFAULT_TIMEOUT * SLOWNESS[build], path.parent)
                if outcome.timed_out or outcome.code != 0 or sanitizer_report(outcome):
                    return "exit status %d\n%s" % (outcome.code, tail(outcome.errors))
                if self.options.update_golden:
                    golden.write_text(outcome.output, encoding="utf-8")
                if not golden.exists():
                    return "there is no %s; look at the output and write it with --update-golden" % golden.name
                expected = golden.read_text(encoding="utf-8")
                return None if expected == outcome.output else diff(expected, outcome.output)

            jobs.append(Job("%s%s" % (path.relative_to(ROOT), "" if build == "clang" else "  " + build), check))
        return jobs


def command_jobs(paths, build, patience):
    """tests/commands: scripts for the Python that runs this; they start the program, whose path they are given, themselves."""
    program = str(ROOT / BUILDS[build][0] / "gilded")
    jobs = []
    for path in paths:
        def check(path=path):
            outcome = run_program([sys.executable, str(path), program], base_environment(), COMMAND_TIMEOUT * SLOWNESS[build] * patience)
            if outcome.timed_out:
                return "did not end"
            return None if outcome.code == 0 else tail(outcome.output + outcome.errors, 40)

        jobs.append(Job(str(path.relative_to(ROOT)), check))
    return jobs


def unit_test_results(build):
    """(passed, [(name, failure)]) of every Google Test program of a build."""
    folder, _ = BUILDS[build]
    passed, failures = 0, []
    for program in sorted((ROOT / folder / "tests" / "unit").glob("*_tests")):
        report = ROOT / folder / (program.name + ".json")
        report.unlink(missing_ok=True)
        environment = {**base_environment(), **SANITIZER_ENVIRONMENT.get(build, {})}
        outcome = run_program([str(program), "--gtest_output=json:" + str(report)], environment, 300 * SLOWNESS[build])
        label = program.name + ("" if build == "clang" else "  " + build)
        broken = []
        if report.exists():
            for suite in json.loads(report.read_text())["testsuites"]:
                for test in suite["testsuite"]:
                    if test.get("failures"):
                        text = "\n".join(failure["failure"] for failure in test["failures"])
                        broken.append(("%s: %s.%s" % (label, suite["name"], test["name"]), text))
                    elif test["status"] == "RUN":
                        passed += 1
        if not broken and (outcome.code != 0 or outcome.timed_out):
            what = "timed out" if outcome.timed_out else (
                "killed by " + signal_name(-outcome.code) if outcome.code < 0 else "exit status %d" % outcome.code)
            broken.append((label, what + "\n" + tail(outcome.output + outcome.errors, 60)))
        failures += broken
    return passed, failures


# ----------------------------------------------------------------------------------------------------------------------
# The report

class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.failed_names = []
        self.started = time.monotonic()
        self.lock = threading.Lock()
        self.show_progress = sys.stdout.isatty()

    def fail(self, name, text):
        self.failed += 1
        self.failed_names.append(name)
        self.clear_line()
        print("FAILED  " + name)
        for line in text.splitlines():
            print("        " + line)
        sys.stdout.flush()

    def clear_line(self):
        if self.show_progress:
            sys.stdout.write("\r\x1b[K")

    def section(self, title):
        self.clear_line()
        print("[%4d s] %s" % (time.monotonic() - self.started, title), flush=True)

    def run(self, title, jobs, workers):
        if not jobs:
            return
        self.section("%s: %d runs" % (title, len(jobs)))
        pool = concurrent.futures.ThreadPoolExecutor(workers)
        reported = time.monotonic()
        try:
            running = {pool.submit(job.check): job for job in jobs}
            for done, future in enumerate(concurrent.futures.as_completed(running), 1):
                job = running[future]
                try:
                    failure = future.result()
                except Exception as error:  # the runner's own trouble with this file: a failure of the test, not the end
                    failure = "%s: %s" % (type(error).__name__, error)
                if failure is None:
                    self.passed += 1
                else:
                    self.fail(job.name, failure)
                if self.show_progress:
                    sys.stdout.write("\r\x1b[K%d of %d, %d failed" % (done, len(jobs), self.failed))
                    sys.stdout.flush()
                elif time.monotonic() - reported > PROGRESS_SECONDS:
                    reported = time.monotonic()
                    self.section("    %d of %d, %d failed" % (done, len(jobs), self.failed))
        finally:
            pool.shutdown(cancel_futures=True)
        self.clear_line()

    def finish(self):
        self.section("done")
        if len(self.failed_names) > 5:
            print("Failed:")
            for name in self.failed_names[:MAX_NAMES]:
                print("    " + name)
            if len(self.failed_names) > MAX_NAMES:
                print("    and %d more" % (len(self.failed_names) - MAX_NAMES))
        print("%d passed, %d failed" % (self.passed, self.failed), flush=True)
        return 1 if self.failed or not self.passed else 0


def make_build(build, everything, report):
    """Asks ./dev for the build. False where it fails, which then counts as one failure."""
    folder, options = BUILDS[build]
    report.section("building " + folder)
    command = [str(ROOT / "dev"), "build", *options, *(["--all"] if everything else [])]
    process = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, errors="replace")
    if process.returncode == 0:
        return True
    report.fail("./dev " + " ".join(command[1:]), tail(process.stdout, 60))
    return False


def run_lints(report):
    report.section("lints")
    for lint in sorted((ROOT / "tests" / "lint").glob("*.py")):
        outcome = run_program([sys.executable, str(lint)], base_environment(), 600)
        if outcome.code == 0 and not outcome.timed_out:
            report.passed += 1
        else:
            report.fail(str(lint.relative_to(ROOT)), tail(outcome.output + outcome.errors, 60))


def run_fuzzers(report, seconds):
    report.section("fuzzers of the compiler: %d s" % seconds)
    process = subprocess.run([str(ROOT / "dev"), "fuzz", "--seconds", str(seconds)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, errors="replace")
    if process.returncode == 0:
        report.passed += 1
    else:
        report.fail("./dev fuzz", tail(process.stdout, 80))


# ----------------------------------------------------------------------------------------------------------------------
# What is run

def collect_scripts(folders):
    paths = []
    for folder in folders:
        base = ROOT / folder
        files = base.glob("*.py") if folder == "examples" else base.rglob("*.py")
        # A folder or file whose name starts with an underscore is something that tests import or run, not a test.
        paths += [path for path in files
                  if not any(part.startswith("_") for part in path.relative_to(base).parts)]
    return sorted(paths)


def collect_drivers():
    return sorted(path for path in (ROOT / DRIVER_FOLDER).glob("*.py") if not path.name.startswith("_"))


def collect_golden():
    return sorted(path for stage in GOLDEN_STAGES for path in (ROOT / "tests" / "golden" / stage).glob("*.py"))


def all_presets(path, number, allowed):
    return allowed


def rotating_preset(path, number, allowed):
    """One preset per file, another one for the next file; all of them where threads are the subject."""
    if not allowed or "threading" in path.parts:
        return allowed
    return [allowed[number % len(allowed)]]


def one_preset(path, number, allowed):
    return [allowed[number % len(allowed)]] if allowed else []


def racing_presets(path, number, allowed):
    """For sanitizers: always the preset that runs in parallel, and one of the others."""
    others = [preset for preset in allowed if preset != "3.13t"]
    return [preset for preset in allowed if preset == "3.13t"] + ([others[number % len(others)]] if others else [])


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="./dev test", description="Run the tests. The last line is `N passed, N failed`.")
    parser.add_argument("paths", nargs="*", metavar="path", help="only these files or folders below tests/ or examples/")
    parser.add_argument("--quick", action="store_true",
                        help="the clang build only, each file under one preset (tests/threading: all)")
    parser.add_argument("--preset", action="append", choices=PRESETS, help="only this preset (may be repeated)")
    parser.add_argument("--sanitize", choices=["thread", "address"], help="only the build with this sanitizer")
    parser.add_argument("--nightly", action="store_true",
                        help="everything under every preset, build and stress set; takes hours")
    parser.add_argument("--gc-stress", type=int, metavar="N", nargs="?", const=50,
                        help="collect at every N allocations (default 50)")
    parser.add_argument("--switch-stress", action="store_true", help="switch threads at every point where it is possible")
    parser.add_argument("--compiler", choices=["clang", "gcc"], help="only the build by this compiler")
    parser.add_argument("--no-build", action="store_true", help="run what is built already")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="runs at a time (default: the processors)")
    parser.add_argument("--patience", type=float, default=1.0, metavar="X", help="multiply every time limit")
    parser.add_argument("--update-golden", action="store_true", help="write the expectations of the golden tests anew")
    parser.add_argument("--lint", action="store_true", help="the lints only")
    options = parser.parse_args(arguments)
    options.preset = options.preset or PRESETS
    options.selected = []
    for text in options.paths:
        path = pathlib.Path(text) if pathlib.Path(text).exists() else ROOT / text
        path = path.resolve()
        if not path.exists() or ROOT not in path.parents:
            parser.error("there is no test %s" % text)
        options.selected.append(path)
    return options


def is_selected(path, options):
    return not options.selected or any(path == chosen or chosen in path.parents for chosen in options.selected)


def main(arguments):
    options = parse_arguments(arguments)
    # Where the runner was started with Ctrl-C ignored, as in the background of a script, the tests must not inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    report = Report()
    matrix = Matrix(options)
    if options.lint:
        run_lints(report)
        return report.finish()

    everything = collect_scripts(["tests/" + folder for folder in SCRIPT_FOLDERS] + ["examples"])
    scripts = [path for path in everything if is_selected(path, options)]
    golden = [path for path in collect_golden() if is_selected(path, options)]
    commands = [path for path in collect_scripts(["tests/commands"]) if is_selected(path, options)]
    drivers = [path for path in collect_drivers() if is_selected(path, options)]
    units_selected = any(path.is_relative_to(ROOT / "tests" / "unit") for path in options.selected)
    lints_selected = [path for path in options.selected if path.is_relative_to(ROOT / "tests" / "lint")]
    if options.selected and not (scripts or golden or commands or drivers or units_selected or lints_selected):
        print("nothing below %s is a test" % " ".join(options.paths), file=sys.stderr)
        return 2
    narrow = bool(options.selected or options.sanitize or options.compiler)
    stress = {}
    if options.gc_stress:
        stress["GILDED_GC_STRESS"] = str(options.gc_stress)
    if options.switch_stress:
        stress["GILDED_SWITCH_STRESS"] = "1"
    with_units = units_selected or not options.selected

    def build_and_run(build, paths, choose_presets, stress_sets, units, with_golden):
        if not options.no_build and not make_build(build, units, report):
            return
        if units:
            report.section("unit tests, " + BUILDS[build][0])
            passed, failures = unit_test_results(build)
            report.passed += passed
            for name, text in failures:
                report.fail(name, text)
        if (paths or golden or commands or drivers) and not os.access(ROOT / BUILDS[build][0] / "gilded", os.X_OK):
            report.fail(BUILDS[build][0] + "/gilded", "is not there; ./dev build makes it")
            return
        if with_golden:
            report.run("golden files, " + BUILDS[build][0], matrix.golden_jobs(golden, build), options.jobs)
            if build == "clang":
                report.run("commands, " + BUILDS[build][0], command_jobs(commands, build, options.patience), 1)
            report.run("command line, " + BUILDS[build][0], matrix.driver_jobs(drivers, build, choose_presets), options.jobs)
        for stress_set in stress_sets:
            title = "scripts, " + BUILDS[build][0] + "".join(" %s=%s" % item for item in stress_set.items())
            report.run(title, matrix.script_jobs(paths, build, choose_presets, stress_set), options.jobs)

    def within(*folders):
        return [path for path in scripts if any(ROOT / folder in path.parents for folder in folders)]

    if not narrow or lints_selected:
        run_lints(report)
        if lints_selected and not (scripts or golden or commands or drivers or units_selected):
            return report.finish()
    if options.nightly:
        stress_sets = [{}, {"GILDED_GC_STRESS": str(options.gc_stress or 50)}, {"GILDED_SWITCH_STRESS": "1"},
                       {"GILDED_GC_STRESS": str(options.gc_stress or 50), "GILDED_SWITCH_STRESS": "1"}]
        for build in [options.sanitize or options.compiler] if narrow and not options.selected else BUILDS:
            build_and_run(build, scripts, all_presets, stress_sets, with_units, True)
    elif options.sanitize:
        presets = all_presets if options.selected or len(options.preset) < len(PRESETS) else racing_presets
        chosen = scripts if options.selected else within("tests/threading", "tests/language", "tests/types", "tests/regression")
        build_and_run(options.sanitize, chosen, presets, [stress], with_units, False)
    elif options.compiler == "gcc":
        build_and_run("gcc", scripts, rotating_preset if options.quick else all_presets, [stress], with_units, True)
    elif options.quick or narrow:
        build_and_run("clang", scripts, rotating_preset if options.quick else all_presets, [stress], with_units, True)
    else:
        build_and_run("clang", scripts, all_presets, [stress], True, True)
        build_and_run("gcc", scripts, one_preset, [stress], True, True)
        # A subset, chosen by folder: threads under ThreadSanitizer, the language and the types under AddressSanitizer.
        build_and_run("thread", within("tests/threading"), racing_presets, [stress], False, False)
        build_and_run("address", within("tests/language", "tests/types", "tests/threading"), one_preset, [stress], False, False)
        if shutil.which("clang++-19"):
            run_fuzzers(report, FUZZ_SECONDS)
    return report.finish()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
