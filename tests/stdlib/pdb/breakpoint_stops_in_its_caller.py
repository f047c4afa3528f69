# oracle: 3.13
import io
import os
import pdb
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep


class Replaced(io.StringIO):
    def write(self, text):
        return super().write(text.replace(FOLDER, ""))


def work():
    before = 1
    breakpoint()
    before += 1
    return before


def last_line():
    breakpoint()


out, sys.stdin = sys.stdout, io.StringIO("p before\nw 1\nn\np before\nj 1\nr\nc\nr\nc\np 1\nq\n")
sys.stdout = Replaced()
try:
    work()
    last_line()
    pdb.set_trace(header="a text")
except pdb.bdb.BdbQuit:
    print("quit")
finally:
    sys.settrace(None)
    sys.stdout, text = out, sys.stdout.getvalue()
print(text.replace("(Pdb) ", "(Pdb)\n"))
