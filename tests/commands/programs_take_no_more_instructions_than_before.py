"""A fixed set of programs takes about as many instructions as written below: times are noisy, these are not.

More by over a tenth is a regression; less by over a tenth means that the figures below are old. With --update after the program's path they
are printed anew, to be put here by hand. Counted by valgrind's cachegrind, which ./dev test installs.
"""
import os
import re
import shutil
import subprocess
import sys

from _gilded import GILDED, ROOT, gilded

TOLERANCE = 0.10
# Millions of instructions of `gilded bench/macro/NAME.py SIZE`; "pass" is `gilded -c pass`, "imports" imports half of the library.
EXPECTED = {
    ("pass", ""): 2.54,
    ("imports", ""): 127.94,
    ("binary_trees", "8"): 18.64,
    ("deltablue", "100"): 23.43,
    ("exceptions", "1000"): 18.06,
    ("fib", "20"): 6.85,
    ("generators", "50"): 83.02,
    ("json_text", "100"): 23.46,
    ("nbody", "1000"): 28.60,
    ("regex", "200"): 25.95,
    ("sorting", "1000"): 39.81,
    ("string_building", "5"): 27.61,
    ("word_counts", "2000"): 28.73,
}
PROGRAMS = {"pass": ["-c", "pass"], "imports": ["-c", "import asyncio, unittest, argparse, logging, dataclasses, concurrent.futures"]}


def millions(name, size):
    program = PROGRAMS.get(name) or [str(ROOT / "bench" / "macro" / (name + ".py")), size]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", GILDED, *program],
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", env=environment)
    found = re.search(r"I +refs: +([\d,]+)", run.stderr)
    assert run.returncode == 0 and found, (name, run.stderr[-1000:])
    return int(found[1].replace(",", "")) / 1e6


def main():
    assert shutil.which("valgrind"), "valgrind is not installed"
    if "[Clang 19" not in gilded("-VV").expect().out:
        return  # The figures are those of the compiler that the program is made for.
    failures = []
    for (name, size), expected in EXPECTED.items():
        taken = millions(name, size)
        if "--update" in sys.argv:
            print('    ("%s", "%s"): %.2f,' % (name, size, taken))
        elif not expected * (1 - TOLERANCE) <= taken <= expected * (1 + TOLERANCE):
            failures.append("%s %s: %.2f million instructions, expected %.2f (%+.0f %%)" % (name, size, taken, expected, 100 * (taken / expected - 1)))
    assert not failures, "\n" + "\n".join(failures)


main()
