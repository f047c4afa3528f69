from _program import check, folder, run

with folder(script__py="this is no Python\nprint('run')\n1/0\n") as path:
    result = run("-x", path + "/script.py")
    check(result.out == "run\n" and "line 3" in result.err, result)
