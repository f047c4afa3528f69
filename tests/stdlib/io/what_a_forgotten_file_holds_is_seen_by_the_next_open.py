# A file that nobody closes keeps what was written; whoever opens it afterwards sees it all the same.
import os
import subprocess
import tempfile

with tempfile.TemporaryDirectory() as directory:
    name = os.path.join(directory, "file")
    open(name, "w").write("one\n")
    print(open(name).read(), end="")
    open(name, "ab").write(b"two\n")
    print(open(name, "rb").read())
    forgotten = open(name, "a")
    forgotten.write("three\n")
    with open(name) as file:
        print(file.readlines()[:2])
    forgotten.close()
    print(len(open(name).read()))
    held = open(name, "w")
    held.write("once\n")
    pid = os.fork()
    if pid == 0:
        open(os.devnull).close()
        os._exit(0)
    os.waitpid(pid, 0)
    held.close()
    print(open(name).read(), end="")
    open(name, "w").write("for another program\n")
    print(subprocess.run(["cat", name], stdout=subprocess.PIPE).stdout)
