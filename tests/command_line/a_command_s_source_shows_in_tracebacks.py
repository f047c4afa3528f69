from _program import check, run

result = run("-c", "def f(x):\n    return 1 / x\nf(0)")
check(result.err == '''Traceback (most recent call last):
  File "<string>", line 3, in <module>
    f(0)
    ~^^^
  File "<string>", line 2, in f
    return 1 / x
           ~~^~~
ZeroDivisionError: division by zero
''', result)
