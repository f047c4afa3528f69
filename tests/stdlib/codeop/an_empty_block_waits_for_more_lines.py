# oracle: 3.13
import codeop

for source in ("if 1:", "if 1:\n", "for i in x:\n", "def f():\n", "class A:\n", "for i in x: pass\n", "if 1:\n  pass", "if 1:\n  pass\n"):
    code = codeop.compile_command(source)
    print(repr(source), code is not None)
