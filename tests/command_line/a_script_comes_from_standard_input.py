from _program import check, run

result = run(input="import sys\nprint(sys.argv, __name__)\n")
check(result.out == "[''] __main__\n", result)
result = run("-", "x", input="import sys\nprint(sys.argv)\n")
check(result.out == "['-', 'x']\n", result)
result = run(input="1/0\n")
check(result.code == 1 and 'File "<stdin>", line 1, in <module>' in result.err, result)
