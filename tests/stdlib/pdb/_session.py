"""Runs a debugger on commands that are given here, and prints what it says without the folder of the test."""

import io
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep


def run(commands, start):
    """start(debugger) starts what is debugged; the debugger reads the commands, one in each line."""
    import pdb
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=out, nosigint=True, readrc=False)
    try:
        start(debugger)
    finally:
        sys.settrace(None)
    text = out.getvalue().replace(FOLDER, "")
    print(text.replace("(Pdb) ", "(Pdb)\n").rstrip())
