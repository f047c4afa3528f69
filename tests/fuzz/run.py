#!/usr/bin/env python3
"""Run the fuzzers. `./dev fuzz` builds them and calls this; seeds are this repository's own tests, taken as they are now.

What a fuzzer finds stays in build-fuzz/findings, and is shown with the command that repeats it.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build-fuzz"
FUZZERS = ["parser", "compiler"]
SEED_FOLDERS = ["tests/language", "tests/errors", "tests/limits", "tests/golden", "tests/types", "examples"]
SEED_BYTES = 4000  # longer ones make every step slow


def write_seeds(folder):
    """Each test file, whole where it is short, and each block of it; the sources inside of tests about errors too."""
    seeds = set()
    for name in SEED_FOLDERS:
        for path in sorted((ROOT / name).rglob("*.py")):
            text = path.read_bytes()
            seeds.add(text[:SEED_BYTES])
            seeds.update(block for block in re.split(rb"\n(?=\S)", text) if b"\n" in block and len(block) < SEED_BYTES)
            seeds.update(re.findall(rb'"([^"\\\n]{4,200})"', text))
    # A quotation in a C++ test is a snippet of Python.
    for path in sorted((ROOT / "tests" / "unit" / "compiler").glob("*_test.cpp")):
        for snippet in re.findall(rb'"((?:[^"\\\n]|\\.){3,300})"', path.read_bytes()):
            seeds.add(snippet.replace(rb"\n", b"\n").replace(rb"\"", b'"').replace(rb"\\", b"\\"))
    for number, seed in enumerate(sorted(seeds)):
        (folder / ("seed%05d" % number)).write_bytes(seed)
    return len(seeds)


def write_dictionary(path):
    """The spellings of all tokens, and what else mutation finds only slowly."""
    table = (ROOT / "compiler" / "lexer" / "tokens.def").read_text(encoding="utf-8")
    words = set(re.findall(r'"([^"\\\s]+)"', table))
    words |= {"\n", "\n    ", "\n  ", "\t", "\\\n", "f\"", "f'{", "rb'", '"""', "{x!r:", "}'", "0x", "1_0", "1e5j", "_", "case", "match ",
              "type ", "__debug__", "\\N{DASH}", "# coding: latin-1\n", "from __future__ import annotations\n",
              "async def f():\n ", "lambda *a, **k: ", "except* ", " for x in y", "é", "global x\n", "nonlocal x\n", "*", "**"}
    with path.open("w", encoding="utf-8") as file:
        for word in sorted(words):
            file.write('"%s"\n' % "".join(r"\x%02x" % byte for byte in word.encode()))


def run(name, seconds, folder):
    corpus = folder / name
    corpus.mkdir()
    seeds = write_seeds(corpus)
    write_dictionary(folder / "tokens.dict")
    findings = BUILD / "findings"
    findings.mkdir(exist_ok=True)
    command = [str(BUILD / "tests" / "fuzz" / ("fuzz_" + name)), str(corpus), "-max_total_time=%d" % seconds, "-timeout=20",
               "-max_len=%d" % SEED_BYTES, "-rss_limit_mb=3000", "-dict=" + str(folder / "tokens.dict"),
               "-artifact_prefix=%s/%s-" % (findings, name), "-print_final_stats=1", "-verbosity=1"]
    process = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=BUILD)
    runs = re.search(r"number_of_executed_units:\s*(\d+)", process.stderr)
    print("%s fuzzer: %s runs from %d seeds in %d s, %s" % (
        name, runs.group(1) if runs else "?", seeds, seconds, "nothing found" if process.returncode == 0 else "FOUND SOMETHING"), flush=True)
    if process.returncode:
        lines = [line for line in process.stderr.splitlines() if not re.match(r"#\d+\s", line)]
        print("\n".join(lines[-60:]))
        for artifact in re.findall(r"Test unit written to (\S+)", process.stderr):
            print("again: build-fuzz/tests/fuzz/fuzz_%s %s" % (name, artifact))
    return process.returncode == 0


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev fuzz", description="Feed broken programs to the compiler.")
    parser.add_argument("--seconds", type=int, default=120, help="for all fuzzers together (default: 120)")
    parser.add_argument("--hours", type=float, help="the same in hours")
    parser.add_argument("--fuzzer", choices=FUZZERS, help="only this one")
    options = parser.parse_args(arguments)
    names = [options.fuzzer] if options.fuzzer else FUZZERS
    seconds = int((options.hours * 3600 if options.hours else options.seconds) / len(names))
    with tempfile.TemporaryDirectory() as folder:
        results = [run(name, max(1, seconds), pathlib.Path(folder)) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
