for expression in ("bytearray(1 << 62)", "[0] * (1 << 60)", "'x' * (1 << 62)", "b'x' * (1 << 62)", "bytes(1 << 62)", "(0,) * (1 << 60)", "[1, 2] * (1 << 59)"):
    try:
        eval(expression)
        print(expression, "worked?")
    except MemoryError as error:
        print(expression, "-> MemoryError")
for expression in ("bytearray(1 << 70)", "[0] * (1 << 70)", "'x' * (1 << 70)", "range(10)[1 << 70]", "'%*d' % (1 << 70, 1)", "list(range(1 << 70))[5]" if False else "len(range(1 << 70))", "'x'.center(1 << 70)", "[0][1 << 70]"):
    try:
        eval(expression)
        print(expression, "worked?")
    except (OverflowError, IndexError) as error:
        print(expression, "->", type(error).__name__)
print("still alive", sum([1] * 1000))
