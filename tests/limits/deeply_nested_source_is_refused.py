for text in ("(" * 300 + "1" + ")" * 300, "[" * 300 + "]" * 300, "{" * 300 + "}" * 300, "f(" * 300 + ")" * 300):
    try:
        compile(text, "t", "eval")
        print("accepted")
    except SyntaxError as error:
        print(error.msg)
    except (MemoryError, RecursionError) as error:
        print(type(error).__name__)
lines = ["if True:" if not i else " " * i + "if True:" for i in range(101)]
try:
    compile("\n".join(lines) + "\n" + " " * 101 + "pass", "t", "exec")
    print("accepted")
except IndentationError as error:
    print(error.msg)
