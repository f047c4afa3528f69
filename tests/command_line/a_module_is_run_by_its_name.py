from _program import check, folder, run

with folder(hello__py="import sys; print(__name__, sys.argv[1:], __file__.endswith('hello.py'))") as path:
    result = run("-m", "hello", "x", cwd=path)
    check(result.out == "__main__ ['x'] True\n", result)
result = run("-m", "no_such_module")
check(result.code == 1 and result.err.endswith(": No module named no_such_module\n"), result)
