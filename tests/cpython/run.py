#!/usr/bin/env python3
"""Runs CPython's own tests, unmodified, on Gilded and counts the test methods that pass.

They come from an installed CPython 3.13, which is looked for on PATH (or given by --cpython); nothing of it is in this repository. Only
its package `test` is put into the module path, so that everything else that a test imports is Gilded's. Each test module runs in a
process of its own. A module passes when it comes to its end, when no test fails but those listed in known_failures.txt, and when at
least the percentage of its list passes. A list is a file here: `language` (85 % of each) or `threads` (90 %).

    tests/cpython/run.py                                 all lists, under the default preset
    tests/cpython/run.py --list=language                 one list; a file with one name a line will do, too
    tests/cpython/run.py --as=3.13t test_queue           one module, free-threaded
    tests/cpython/run.py --keep=/tmp/out test_int        the output of the module is kept in that folder
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# The lists, and how much of each of their modules must pass.
LISTS = {"language": 85, "threads": 90}


def find_tests(given):
    """The `test` package of CPython 3.13."""
    path = shutil.which(given or "python3.13")
    if path:
        found = subprocess.run([path, "-c", "import sys, test; print(sys.version_info[:2] == (3, 13), test.__path__[0])"],
                               capture_output=True, text=True)
        if found.stdout.startswith("True "):
            return found.stdout[5:].strip()
    sys.exit("no CPython 3.13 with its tests; name one with --cpython")


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def known_failures():
    """Reasons by the end of a test's name."""
    return dict(line.split(" ", 1) for line in lines_of(os.path.join(HERE, "known_failures.txt")))


def is_known(test, known):
    return any(test == name or test.endswith("." + name) for name in known)


class Outcome:
    """What became of the methods of one module."""

    def __init__(self, notes):
        begun, ended, failed, skipped = [], set(), set(), set()
        for line in notes:
            kind, _, name = line.partition(" ")
            if kind == "started":
                begun.append(name)
            else:
                {"ended": ended, "failed": failed, "skipped": skipped}.get(kind, failed).add(name)
        unfinished = [name for name in begun if name not in ended]
        self.last = unfinished[-1] if unfinished else None
        self.failed = sorted(failed.union(unfinished))
        self.skipped = len(skipped - failed)
        self.passed = len((set(begun) - failed - skipped).intersection(ended))
        self.ran = self.passed + len(self.failed)

    @property
    def percentage(self):
        return 100 * self.passed / self.ran if self.ran else 0


def run_module(arguments, module, directory):
    """What became of it, its output, the signal or "HANG" where it was ended, and the time it took."""
    command = [arguments.gilded, *([f"--as={arguments.preset}"] if arguments.preset else []), "-m", "_count_tests", f"test.{module}"]
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryFile() as output, tempfile.NamedTemporaryFile() as notes:
        # PYTHONHOME means nothing here, but with it test.support starts interpreters that heed PYTHONPATH: they find `test`, too.
        environment = {**os.environ, "PYTHONPATH": directory, "PYTHONHOME": directory, "PYTHONDONTWRITEBYTECODE": "1",
                       "GILDED_TEST_RESULTS": notes.name}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=work,
                                   env=environment, start_new_session=True)
        try:
            process.wait(arguments.timeout)
            end = f"CRASH by {signal.Signals(-process.returncode).name}" if process.returncode < 0 else ""
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            end = "HANG"
        seconds = time.monotonic() - start
        output.seek(0)
        text = output.read().decode(errors="replace")
        outcome = Outcome(notes.read().decode().splitlines())
    if not end and not outcome.ran and not outcome.skipped:
        # A module may skip itself as a whole.
        end = "" if "skipped" in text else f"exit {process.returncode}: {(text.strip().splitlines() or ['no output'])[-1][:100]}"
    return outcome, text, end, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="names such as test_int")
    parser.add_argument("--list", action="append", default=[], help="language, threads, or a file with names, one a line")
    parser.add_argument("--gilded", default=os.path.join(ROOT, "build", "gilded"), help="what to test (default: build/gilded)")
    parser.add_argument("--cpython", help="the CPython 3.13 whose tests are run (default: python3.13)")
    parser.add_argument("--as", dest="preset", help="preset to run under")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one module")
    parser.add_argument("--least", type=float, help="percentage of the methods of a module that must pass, instead of the list's")
    parser.add_argument("--keep", help="keep the output of each module in this folder")
    arguments = parser.parse_args()
    arguments.gilded = os.path.abspath(arguments.gilded)

    modules = {name.removesuffix(".py").replace("/", "."): min(LISTS.values()) for name in arguments.modules}
    for name in arguments.list or ([] if modules else LISTS):
        path = os.path.join(HERE, name + ".txt") if name in LISTS else name
        modules.update((module, LISTS.get(name, min(LISTS.values()))) for module in lines_of(path))
    if arguments.keep:
        os.makedirs(arguments.keep, exist_ok=True)

    known = known_failures()
    ended_badly = False
    passed = ran = broken = 0
    with tempfile.TemporaryDirectory() as directory:
        # Only the tests, so that every other module is Gilded's.
        os.symlink(find_tests(arguments.cpython), os.path.join(directory, "test"))
        for name in os.listdir(os.path.join(HERE, "_shims")):
            os.symlink(os.path.join(HERE, "_shims", name), os.path.join(directory, name))
        print(f"       {'module':40} {'passed':>6} {'of':>6} {'%':>6} {'skipped':>7} {'seconds':>7}")
        for module, least in modules.items():
            least = arguments.least if arguments.least is not None else least
            outcome, text, end, seconds = run_module(arguments, module, directory)
            if arguments.keep:
                with open(os.path.join(arguments.keep, f"{module}.txt"), "w", encoding="utf-8") as file:
                    file.write(text)
            news = [name for name in outcome.failed if not is_known(name, known)]
            bad = end or news or outcome.ran and outcome.percentage < least
            ended_badly = ended_badly or bool(bad)
            passed, ran, broken = passed + outcome.passed, ran + outcome.ran, broken + bool(end)
            print(f"{'FAILED' if bad else 'ok':6} {module:40} {outcome.passed:6} {outcome.ran:6} {outcome.percentage:6.1f} "
                  f"{outcome.skipped:7} {seconds:7.1f}  {end}{f' in {outcome.last}' if end and outcome.last else ''}".rstrip(), flush=True)
            for name in news:
                print(f"           {name.removeprefix('test.')}")
    print(f"{passed} of {ran} test methods passed" + (f" ({100 * passed / ran:.1f} %)" if ran else "")
          + f"; {broken} of {len(modules)} modules did not come to an end")
    sys.exit(ended_badly)


if __name__ == "__main__":
    main()
