"""Unknown presets, options and words; missing files; unwritable outputs: one clear message, CPython's status, no half file."""
import os
import pathlib

from _gilded import gilded, script

path = script("print(1)")
folder = pathlib.Path(path).parent


def refused(text, *arguments, code=2):
    outcome = gilded(*arguments)
    assert outcome.code == code and text in outcome.err and outcome.out == "", (arguments, outcome.code, outcome.err, outcome.out)


for command in ("compare", "why", "trace"):
    refused("a file is expected", command)
    refused("[Errno 2] No such file or directory", command, folder / "absent.py")
    refused("did you mean '3.12'", command, "--as=3.12.1", path)
    refused("unknown option '--ass'; did you mean '--as'?", command, "--ass", path)
    refused("can't find '__main__' module", command, folder)
refused("ends in none of", "trace", "-o", "out.xyz", path)
refused("[Errno 2]", "trace", "-o", folder / "no" / "out.json", path)
refused("[Errno 21]", "trace", "-o", "%s/a.json" % (os.mkdir(folder / "a.json") or folder), path)
refused("'cpuu' is no workload; did you mean 'cpu'?", "bench", "cpuu")
refused("--threads: 'x' is not a number of threads", "bench", "--threads=x", "cpu")
refused("did you mean 'convoy'?", "explain", "convoi")
refused("a statement is expected", "atomic")
refused("SyntaxError", "atomic", "x +", code=1)
refused("'race' is not one of races", "--stats=race", path)

# A script that fails still leaves a whole trace; its status is the script's.
failing = script("raise SystemExit(7)")
out = pathlib.Path(failing).parent / "out.json"
assert gilded("trace", "-o", out, failing).code == 7 and out.stat().st_size > 0
assert sorted(p.name for p in pathlib.Path(failing).parent.iterdir()) == ["out.json", "script.py"]

# Colours follow the variables, whatever a pipe is.
assert "\x1b[" in gilded("explain", "gil", FORCE_COLOR="1").out
assert "\x1b[" not in gilded("explain", "gil", FORCE_COLOR="1", NO_COLOR="1").out
assert "\x1b[" not in gilded("explain", "gil").out
