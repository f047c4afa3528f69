import os
import tempfile

from _program import check, run

TEXT = """\
import traceback

def divide():
    return (1 +
            1 / 0)

print(next(divide.__code__.co_positions())[1:])
try:
    divide()
except ZeroDivisionError:
    traceback.print_exc()
divide()
"""

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "script.py")
    with open(path, "w") as file:
        file.write(TEXT)
    result = run(path)
    check("^" in result.err and "None" not in result.out, result)
    for result in run("-X", "no_debug_ranges", path), run(path, env={"PYTHONNODEBUGRANGES": "1"}):
        check("^" not in result.err and "~" not in result.err, result)
        check(result.err.count("\n            1 / 0)\n") == 0 and result.err.count("1 / 0)\n") == 2, result)
        check(result.out == "(None, None, None)\n", result)
