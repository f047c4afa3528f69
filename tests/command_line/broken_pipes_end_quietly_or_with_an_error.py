import os
import subprocess

from _program import PRESET, PROGRAM, check, environment

reader, writer = os.pipe()
os.close(reader)
process = subprocess.run([PROGRAM, PRESET, "-c", "print('x')"], stdout=writer, stderr=subprocess.PIPE, text=True, env=environment({}))
os.close(writer)
check(process.returncode == 120 and "BrokenPipeError: [Errno 32] Broken pipe" in process.stderr, (process.returncode, process.stderr))
