# A file that nobody closes has all that was written to it when the program has ended; also one that a function forgot, or that __del__
# writes to.
import os
import subprocess
import sys
import tempfile

SCRIPT = """
import sys
directory = sys.argv[1]


def forget(name):
    file = open(directory + name, "w")
    file.write("text")


class Writer:
    def __init__(self):
        self.file = open(directory + "/written_by_del", "w")

    def __del__(self):
        self.file.write("the last word")


forget("/forgotten")
kept = open(directory + "/kept", "wb")
kept.write(b"bytes")
writer = Writer()
small = open(directory + "/small", "w")
small.write("x")
"""

with tempfile.TemporaryDirectory() as directory:
    subprocess.run([sys.executable, "-c", SCRIPT, directory], check=True)
    for name in sorted(os.listdir(directory)):
        with open(os.path.join(directory, name)) as file:
            print(name, repr(file.read()))
