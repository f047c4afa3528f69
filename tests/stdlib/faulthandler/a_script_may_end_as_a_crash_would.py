# For tests of what looks after processes: a script can end itself by the signal of a fault, with a dump if that was asked for.
import signal
import subprocess
import sys

for name in "_sigsegv", "_sigabrt", "_sigfpe":
    for enabled in False, True:
        script = f"import faulthandler\nfaulthandler.{'enable' if enabled else 'disable'}()\ndef f():\n    faulthandler.{name}()\nf()"
        ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/")
        lines = ended.stderr.splitlines()
        print(signal.Signals(-ended.returncode).name, lines[:1], [line.strip().split(" in ")[-1] for line in lines if " in " in line][:2])
