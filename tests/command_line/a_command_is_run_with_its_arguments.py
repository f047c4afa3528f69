from _program import check, run

result = run("-c", "import sys; print(sys.argv, __name__)", "a", "-b")
check(result.out == "['-c', 'a', '-b'] __main__\n" and result.code == 0, result)
