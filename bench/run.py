#!/usr/bin/env python3
"""Measure Gilded beside CPython: whole programs, start-up, compile speed. `./dev bench` calls this.

The two interpreters take turns, so that a busy moment of the machine hits both; the best of N runs counts, because
everything that disturbs a run makes it longer. All run on one processor, the fastest at the moment: those of a shared
machine can differ by a half. Both must print the same, or the figure is worth nothing.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import shlex
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MACRO = ROOT / "bench" / "macro"
STARTUP_RUNS = 20
COMPILE_LINES = 40_000


class BenchError(Exception):
    """One benchmark cannot be measured; the others go on."""


def environment():
    names = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GILDED_"))}
    names.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    return names


def timed(command, timeout=300):
    """(seconds, standard output) of one run."""
    start = time.perf_counter()
    try:
        process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, env=environment())
    except subprocess.TimeoutExpired:
        raise BenchError("%s took more than %d s" % (shlex.join(map(str, command)), timeout)) from None
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        last = process.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise BenchError("exit status %d: %s" % (process.returncode, last[0]))
    return seconds, process.stdout


def stay_on_the_fastest_processor():
    """This process and those that it starts run on one processor from now on."""
    def seconds(processor):
        os.sched_setaffinity(0, {processor})
        best = math.inf
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(200_000):
                pass
            best = min(best, time.perf_counter() - start)
        return best

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0), key=seconds)})


def side_by_side(commands, runs):
    """For each command its seconds, from runs that take turns."""
    times = [[] for _ in commands]
    for _ in range(runs):
        printed = set()
        for command, seconds in zip(commands, times):
            took, output = timed(command)
            seconds.append(took)
            printed.add(output)
        if len(printed) > 1:
            raise BenchError("they print different things")
    return times


def row(name, ours, theirs, peers=None):
    """What is reported of one benchmark; a ratio above 1 means that Gilded is faster. Spread: how far the runs lay apart, as a part of the best."""
    entry = {"name": name, "gilded": min(ours), "python": min(theirs), "ratio": min(theirs) / min(ours),
             "spread": max(max(runs) / min(runs) for runs in (ours, theirs)) - 1, "gilded_runs": ours, "python_runs": theirs}
    if peers:
        entry["peers"] = {peer: {"seconds": min(runs), "ratio": min(runs) / min(ours), "runs": runs} for peer, runs in peers.items()}
    return entry


def measure_compiler(gilded, python, folder, runs):
    """Lines a second of both compilers over one big source, or None where this gilded cannot tell."""
    text = "".join(path.read_text() for path in sorted(MACRO.glob("*.py")))
    source = folder / "big_source.py"
    source.write_text(text * (COMPILE_LINES // text.count("\n") + 1))
    lines = source.read_text().count("\n")
    probe = subprocess.run([gilded, "--bench-compile", source], stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    if probe.returncode != 0:
        return None
    # Each compiles in a process of its own and tells its seconds, start-up left out.
    program = ("import sys, time\ntext = open(sys.argv[1]).read()\nstart = time.perf_counter()\n"
               "compile(text, sys.argv[1], 'exec')\nprint(time.perf_counter() - start)\n")
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(lines / float(timed([gilded, "--bench-compile", source])[1]))  # it prints lines a second
        theirs.append(float(timed([python, "-c", program, source])[1]))
    return {**row("compile", ours, theirs), "lines": lines,
            "gilded_lines_per_second": lines / min(ours), "python_lines_per_second": lines / min(theirs)}


def machine_line(python):
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as info:
            model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), model)
    except OSError:
        pass
    version = subprocess.run([python, "--version"], capture_output=True, text=True).stdout.strip()
    return "%d processors, %s; beside %s" % (os.cpu_count(), model, version)


def table(rows, markdown, peers, python_name):
    """Name, times in milliseconds, ratios, spread."""
    cells = [("", "gilded ms", python_name + " ms", "times as fast", "spread") +
             tuple(head for peer in peers for head in (peer + " ms", "times as fast"))]
    for entry in rows:
        line = (entry["name"], "%.1f" % (entry["gilded"] * 1e3), "%.1f" % (entry["python"] * 1e3), "%.2f" % entry["ratio"], "%.0f %%" % (entry["spread"] * 100))
        for peer in peers:
            figures = entry.get("peers", {}).get(peer)
            line += ("%.1f" % (figures["seconds"] * 1e3), "%.2f" % figures["ratio"]) if figures else ("", "")
        cells.append(line)
    columns = len(cells[0])
    if markdown:
        lines = ["| " + " | ".join(line) + " |" for line in cells]
        return "\n".join([lines[0], "|---|" + "--:|" * (columns - 1)] + lines[1:])
    widths = [max(len(line[column]) for line in cells) for column in range(columns)]
    return "\n".join("  ".join([line[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])])
                     for line in cells)


def build_revision(revision):
    """gilded as it was at a revision, built in a worktree of its own below build-against/."""
    commit = subprocess.run(["git", "rev-parse", "--verify", "--short", revision + "^{commit}"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    if not commit:
        raise BenchError("git knows no revision %s" % revision)
    folder = ROOT / "build-against" / commit
    program = folder / "build" / "gilded"
    if not program.exists():
        if not folder.exists():
            subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
            subprocess.run(["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True, stdout=sys.stderr)
        if subprocess.run([folder / "dev", "build"], cwd=folder, stdout=sys.stderr).returncode != 0:
            raise BenchError("revision %s cannot be built" % revision)
    return str(program)


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def main():
    known = sorted(path.stem for path in MACRO.glob("*.py"))
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure Gilded beside CPython, in turns.",
                                     epilog="Benchmarks: " + ", ".join(known))
    parser.add_argument("names", nargs="*", metavar="name", help="only these benchmarks (default: all, start-up, compiler)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="the best of N counts (default 5)")
    parser.add_argument("--gilded", default=str(ROOT / "build" / "gilded"), help="the program to measure (build/gilded)")
    parser.add_argument("--python", help="the CPython to compare with (default: /usr/bin/python3)")
    parser.add_argument("--peer", action="append", default=[], metavar="PROGRAM", help="another interpreter to run the programs with (may be repeated)")
    parser.add_argument("--against", metavar="REV", help="compare with Gilded of that revision instead of python3; it is built in build-against/")
    parser.add_argument("--as", dest="preset", help="preset for Gilded (default: its own)")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error("there is no benchmark %s; there are: %s" % (unknown[0], ", ".join(known)))
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if options.against and options.python:
        parser.error("--against and --python exclude each other")
    if options.against:
        try:
            options.python = build_revision(options.against)
        except BenchError as error:
            parser.error(str(error))
    for peer in options.peer:
        if not shutil.which(peer):
            parser.error("there is no program %s" % peer)
    python = options.python or ("/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else shutil.which("python3"))
    if not os.access(options.gilded, os.X_OK):
        parser.error("%s is not there; ./dev build makes it" % options.gilded)
    preset = ["--as=" + options.preset] if options.preset else []
    ours = [options.gilded] + preset
    theirs = [python] + (preset if options.against else [])

    def progress(text):
        print("bench: " + text, file=sys.stderr, flush=True)

    stay_on_the_fastest_processor()
    rows, others, failures = [], [], []
    for name in options.names or known:
        progress(name)
        path = str(MACRO / (name + ".py"))
        try:
            first, second, *others_times = side_by_side([ours + [path], theirs + [path]] + [[peer, path] for peer in options.peer], options.runs)
            rows.append(row(name, first, second, dict(zip(options.peer, others_times))))
        except BenchError as error:
            failures.append("%s: %s" % (name, error))
    startup = compiled = None
    if not options.names:
        progress("start-up")
        try:
            startup = row("start-up (-c pass)", *side_by_side([ours + ["-c", "pass"], theirs + ["-c", "pass"]], STARTUP_RUNS))
            others.append(startup)
        except BenchError as error:
            failures.append("start-up: %s" % error)
        progress("compiler")
        try:
            compiled = measure_compiler(options.gilded, python, pathlib.Path(options.gilded).resolve().parent, options.runs)
            others += [compiled] if compiled else []
        except (BenchError, ValueError) as error:
            failures.append("compile: %s" % error)

    mean = geometric_mean([entry["ratio"] for entry in rows]) if rows else None
    machine = machine_line(python)
    if options.json:
        print(json.dumps({"machine": machine, "runs": options.runs, "benchmarks": rows, "geometric_mean": mean,
                          "startup": startup, "compile": compiled, "failures": failures}, indent=1))
    else:
        print("%s, best of %d, in turns, on one processor" % (machine, options.runs))
        print()
        print(table(rows + others, options.markdown, options.peer, options.against or "python3"))
        print()
        if mean:
            print("geometric mean of the %d programs: %.2f times as fast" % (len(rows), mean))
        for peer in options.peer:
            ratios = [entry["peers"][peer]["ratio"] for entry in rows]
            if ratios:
                print("beside %s: %.2f times as fast" % (peer, geometric_mean(ratios)))
        if compiled:
            print("compiler: %s lines a second, CPython's compile(): %s" % (
                format(round(compiled["gilded_lines_per_second"]), ","), format(round(compiled["python_lines_per_second"]), ",")))
    for failure in failures:
        print("bench: FAILED " + failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
