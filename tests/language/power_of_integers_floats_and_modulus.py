print(2 ** 100, (-2) ** 3, 2 ** -2, 0 ** 0, 0.0 ** 0)
print(pow(3, 200, 13), pow(2, -1, 7), pow(-3, 3, 5))
print((-8) ** (1 / 3))
print(2 ** 0.5, 10 ** -3, 4 ** 0.5)
for expression in ("0 ** -1", "0.0 ** -1", "pow(2, 3, 0)", "pow(2, -1, 4)", "pow(2.0, 1, 3)"):
    try:
        eval(expression)
    except (ZeroDivisionError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
