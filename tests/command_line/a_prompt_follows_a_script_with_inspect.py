from _program import check, folder, run

with folder(script__py="x = 41\nraise SystemExit(3)\n") as path:
    result = run("-i", path + "/script.py", input="print(x + 1)\n")
    check(result.out == "42\n" and result.code == 0 and "SystemExit: 3" in result.err, result)
    result = run(path + "/script.py", input="print(x)\n", env={"PYTHONINSPECT": "1"})
    check(result.out == "41\n", result)
result = run("-i", "-c", "y = 5", input="import sys\nsys.exit(y)\n")
check(result.code == 5, result)
