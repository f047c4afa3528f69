"""Runs the program under test for the files beside this one, which the runner starts with its path as their argument."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

GILDED = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
PRESETS = ["2.7", "3.9", "3.12", "3.13t"]


class Outcome:
    def __init__(self, process):
        self.code, self.out, self.err = process.returncode, process.stdout, process.stderr

    def expect(self, code=0):
        assert self.code == code, "exit status %d instead of %d\n%s\n%s" % (self.code, code, self.out[-2000:], self.err[-2000:])
        return self


def gilded(*arguments, columns=80, **environment):
    variables = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR", "PYTHON_COLORS")}
    variables.update({"COLUMNS": str(columns)}, **environment)
    return Outcome(subprocess.run([GILDED, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, encoding="utf-8", env=variables, cwd=str(ROOT)))


def script(text):
    """The path of a file with this program, removed when this process ends."""
    folder = tempfile.TemporaryDirectory()
    path = pathlib.Path(folder.name) / "script.py"
    path.write_text(text, encoding="utf-8")
    script.folders.append(folder)
    return path


script.folders = []

TWO_THREADS = """
import sys, threading, time
%s
def loop(n):
    for _ in range(n):
        step()
ready = []
def work():
    # Busy, not asleep: both must want the GIL when it begins.
    ready.append(1)
    while len(ready) < 2: pass
    loop(%d)
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
"""


def lost_updates(setup, preset, rounds=2000, stress=True):
    """What the VM counts when two threads call step() of `setup` again and again, switching wherever they may."""
    path = script(TWO_THREADS % (setup, rounds))
    report = path.parent / "report.json"
    environment = {"GILDED_SWITCH_STRESS": "1"} if stress else {}
    gilded("--as=" + preset, "--stats=races", "--report=%s" % report, path, **environment).expect()
    return json.loads(report.read_text())["lost_updates"]
