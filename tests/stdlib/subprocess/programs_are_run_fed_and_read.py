import os
import subprocess

print(subprocess.run(["echo", "hello"], capture_output=True, text=True))
print(subprocess.run("cat; echo err >&2; exit 3", shell=True, input="in", text=True, capture_output=True))
print(subprocess.check_output(["printf", "a\\nb"]), subprocess.getoutput("echo x; echo y"), subprocess.getstatusoutput("exit 5"))
print(subprocess.call(["false"]), subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
try:
    subprocess.run(["sh", "-c", "exit 4"], check=True)
except subprocess.CalledProcessError as error:
    print(error, error.returncode)
try:
    subprocess.check_call(["sh", "-c", "kill -15 $$"])
except subprocess.CalledProcessError as error:
    print(error)
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError as error:
    print(error.errno, error.filename)
try:
    subprocess.run(["true"], cwd="/no/such/directory")
except FileNotFoundError as error:
    print(error.filename)
try:
    subprocess.run(["sleep", "10"], timeout=0.1)
except subprocess.TimeoutExpired as error:
    print(str(error).startswith("Command '['sleep', '10']' timed out after"))
big = b"x" * 300000
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
    out, err = process.communicate(big)
    print(out == big, err, process.returncode)
with subprocess.Popen(["sh", "-c", "read line; echo got $line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
    process.stdin.write("a line\n")
    print(process.stdout.readline(), end="")
print(process.poll(), process.returncode)
reading, writing = os.pipe()
process = subprocess.Popen(["sh", "-c", f"echo passed >&{writing}"], pass_fds=[writing])
os.close(writing)
process.wait()
print(os.read(reading, 100))
print(subprocess.run(["sh", "-c", "echo $A-$B"], env={"A": "1", "PATH": os.environ["PATH"]}, capture_output=True).stdout)
print(subprocess.run(["pwd"], cwd="/", capture_output=True).stdout)
print(subprocess.run(["sh", "-c", "umask"], umask=0o77, capture_output=True).stdout)
print(subprocess.run(["pwd"], preexec_fn=lambda: os.chdir("/"), capture_output=True).stdout)
try:
    subprocess.run(["true"], preexec_fn=lambda: 1 / 0)
except subprocess.SubprocessError as error:
    print(error)
for wrong in (lambda: subprocess.Popen(["x"], stdout=subprocess.STDOUT), lambda: subprocess.run(["x"], input="x", stdin=subprocess.PIPE),
              lambda: subprocess.run(["x"], capture_output=True, stdout=subprocess.PIPE), lambda: subprocess.Popen(["x"], bufsize="x")):
    try:
        wrong()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(subprocess.list2cmdline(["a b", 'c"d', "e\\", "f g\\"]))
