for text in ("x = (", "x = [1, 2", "x = )", "(]", "if True:\npass", "1 = x", "f() = 1", "del f()", "break", "continue", "return 1", "def f(a, a): pass", "f(a=1, 2)", "'a' = 1", "nonlocal x", "0777", "def f():\n x = 1\n global x", "from __future__ import nothing", "x = 'abc", "def f(*): pass", "None = 1", "for f() in x: pass", "with a as f(): pass", "import a.b.c as d.e" if False else "1 += 1", "{**a for a in b}", "[*a for a in b]", "(yield)", "class C: return 1", "def f():\n nonlocal zz", "if x = 1: pass", "while x = 1: pass", "print(a=1, a=2)", "x = 1 if 2", "def f():\n  x\n y" , "  x = 1", "if 1:\n  x\n    y", "try:\n pass\nx = 1", "a, b += 1", "(a, b): int = 1", "async with a: pass", "[x async for x in y]", "def f(): await x"):
    try:
        compile(text, "t", "exec")
        print(repr(text), "accepted")
    except SyntaxError as error:
        print(repr(text), "->", type(error).__name__, error.msg, error.lineno)
