import os
import signal
import subprocess
import time

from _program import PRESET, PROGRAM, check, run

for code, expected in [("pass", 0), ("1/0", 1), ("import sys; sys.exit(3)", 3), ("import sys; sys.exit('text')", 1), ("import sys; sys.exit(300)", 44),
                       ("import sys; sys.exit(-1)", 255), ("raise SystemExit", 0), ("import sys; sys.exit((1, 2))", 1), ("raise KeyboardInterrupt", -2),
                       ("import os; os._exit(7)", 7), ("x = (", 1)]:
    result = run("-c", code)
    check(result.code == expected, (code, expected, result))
check(run("/no/such/file.py").code == 2, "a missing file")
check(run("--no-such-option").code == 2, "an unknown option")

for number in (signal.SIGINT, signal.SIGTERM):
    process = subprocess.Popen([PROGRAM, PRESET, "-c", "import time; print('ready', flush=True); time.sleep(60)"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    process.send_signal(number)
    process.communicate(timeout=30)
    check(process.returncode == -number, process.returncode)
