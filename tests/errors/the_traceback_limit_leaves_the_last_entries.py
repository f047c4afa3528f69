# sys.tracebacklimit leaves the entries nearest to the error; with 0 only the error itself is told.
import subprocess
import sys

code = "import sys\ndef f(): 1 / 0\ndef g(): f()\nsys.tracebacklimit = %s\ng()"
for limit in ("3", "2", "1", "0", "-1", "1 << 1000", "-1 << 1000", "None"):
    told = subprocess.run([sys.executable, "-c", code % limit], capture_output=True, text=True).stderr.splitlines()
    print(limit, [line.rsplit(", in ")[1] for line in told if ", in " in line], told[0].split()[0], told[-1])
