from _program import check, run

result = run("-i", "-q", input="""x = 1
x
if x:
  print(2)

1/0
def f():
  return 1/0

f()
(1,
2)
x=
_
exit
""")
check(result.out == "1\n2\n(1, 2)\n(1, 2)\nUse exit() or Ctrl-D (i.e. EOF) to exit\n" and result.code == 0, result)
check('''  File "<stdin>", line 1, in <module>
    f()
    ~^^
  File "<stdin>", line 2, in f
    return 1/0
           ~^~
ZeroDivisionError: division by zero
''' in result.err, result)
check("\x1b" not in result.out + result.err, result)
check('  File "<stdin>", line 1\n    x=\n      ^\nSyntaxError: invalid syntax\n' in result.err, result)
