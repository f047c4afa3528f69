#!/usr/bin/env python3
"""Run the probes in bench/eras under every preset of Gilded and under the real Pythons that are here; print one table.

The figures differ from run to run and from machine to machine. The pattern does not: it is what a preset promises.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBES = ROOT / "bench" / "eras"
PRESETS = ["2.7", "3.9", "3.12", "3.13t"]

# Label, probe, figure, how to show its values over all runs, and whether it means something where threads run in parallel.
ROWS = [
    ("`counter += 1`, lost of 600,000", "lost_updates", "lost_plain", "range", True),
    ("`counter += one()`, lost", "lost_updates", "lost_call", "range", True),
    ("CPU-bound, 2 threads against 1 doing the same work (time)", "scaling", "cpu_ratio", "median", True),
    ("switches a second between two busy threads", "switches", "switches", "median", False),
    ("run length of a busy thread beside another, median ms", "switches", "run_ms", "median", False),
    ("a 1 ms sleeper beside a busy thread wakes late by, p50 ms", "late_sleeper", "late_p50", "median", True),
    ("the same, p99 ms", "late_sleeper", "late_p99", "median", True),
    ("ten threads of sleeps against one (time)", "scaling", "sleep_ratio", "median", True),
]


def short(number):
    """9726 -> 9,726; 117204 -> 117k; 5.1903 -> 5.19"""
    if number >= 10_000:
        return "%dk" % round(number / 1000)
    if number >= 100 or number == 0:
        return format(round(number), ",")
    return "%.2f" % number if number >= 0.1 else "%.3f" % number


def show(values, way):
    values = sorted(values)
    if not values:
        return "–"
    if way == "median":
        return short(values[len(values) // 2])
    if values[0] == values[-1]:
        return short(values[0])
    return short(values[0]) + "–" + short(values[-1])


def run_probe(command, probe):
    """{figure: value} of one run. Raises where the probe does not end well."""
    process = subprocess.run(command + [str(PROBES / (probe + ".py"))], stdin=subprocess.DEVNULL, capture_output=True,
                             text=True, timeout=300)
    if process.returncode != 0:
        raise RuntimeError("%s: exit status %d: %s" % (probe, process.returncode, process.stderr.strip()[-300:]))
    return {name: float(value) for name, value in re.findall(r"(\w+)=([0-9.]+)", process.stdout)}


IDENTITY = """
import sys, platform
name = platform.python_implementation()
parallel = hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled()
print("%s %s%s" % (name, platform.python_version(), " without GIL" if parallel else ""))
"""


def identify(path):
    """('CPython 3.9.18', False), or None where the path is no Python that works."""
    try:
        process = subprocess.run([path, "-c", IDENTITY], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if process.returncode != 0:
        return None
    name = process.stdout.strip()
    return name, name.endswith("without GIL") or "nogil" in path


def find_pythons(extra):
    """Every Python given, on PATH, or installed by pyenv, once each: [(name, parallel, path)]."""
    paths = list(extra)
    names = ["python2.7", "pypy3"] + ["python3.%d" % minor for minor in range(6, 20)] + ["python3.13t", "python3.14t"]
    paths += [path for path in map(shutil.which, names) if path]
    if shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True).stdout.strip()
        paths += [str(path) for path in sorted(pathlib.Path(root).glob("versions/*/bin/python"))]
    found, seen = [], set()
    for path in paths:
        identity = identify(path)
        if identity is None:
            if path in extra:
                sys.exit("eras.py: %s is not a Python that works" % path)
            continue
        if identity not in seen:
            seen.add(identity)
            found.append((*identity, path))
    numbers = lambda entry: [int(part) for part in re.findall(r"\d+", entry[0])]
    return sorted(found, key=lambda entry: (entry[1], entry[0].split()[0], numbers(entry)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each probe (default 5)")
    parser.add_argument("--python", action="append", default=[], metavar="PATH", help="another Python (may be repeated)")
    parser.add_argument("--only-gilded", action="store_true", help="no real Pythons")
    parser.add_argument("--gilded", default=str(ROOT / "build" / "gilded"), help="the program (build/gilded)")
    options = parser.parse_args()
    if not os.access(options.gilded, os.X_OK):
        parser.error("%s is not there; ./dev build makes it" % options.gilded)

    columns = [("Gilded " + preset, preset == "3.13t", [options.gilded, "--as=" + preset]) for preset in PRESETS]
    if not options.only_gilded:
        columns += [(name, parallel, [path]) for name, parallel, path in find_pythons(options.python)]
    figures = {name: {} for name, _, _ in columns}
    failed = False
    # The columns take turns, so that a busy moment of the machine does not hit one of them alone.
    for turn in range(options.runs):
        for name, _, command in columns:
            print("eras: run %d of %d, %s" % (turn + 1, options.runs, name), file=sys.stderr, flush=True)
            for probe in sorted({row[1] for row in ROWS}):
                try:
                    for figure, value in run_probe(command, probe).items():
                        figures[name].setdefault(figure, []).append(value)
                except (RuntimeError, subprocess.TimeoutExpired) as error:
                    failed = True
                    print("eras: FAILED %s: %s" % (name, error), file=sys.stderr)

    print("| | " + " | ".join(name for name, _, _ in columns) + " |")
    print("|---|" + "---|" * len(columns))
    for label, _, figure, way, in_parallel in ROWS:
        cells = [show(figures[name].get(figure, []), way) if in_parallel or not parallel else "–"
                 for name, parallel, _ in columns]
        print("| " + label + " | " + " | ".join(cells) + " |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
