from _program import check, folder, run

with folder(__main____py="import sys, helper; print(__name__, helper.x)", helper__py="x = 5") as path:
    result = run(path)
    check(result.out == "__main__ 5\n", result)
with folder() as path:
    result = run(path)
    check(result.code == 1 and "can't find '__main__' module in '%s'" % path in result.err, result)
