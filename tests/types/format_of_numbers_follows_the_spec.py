for value in (0, 1, -1, 1234567, 2 ** 70):
    print(format(value, ""), format(value, ">12"), format(value, "012d"), format(value, "+,"), format(value, "x"), format(value, "#o"), format(value, ".2f"), format(value, "e"))
for value in (0.0, 1.0, -2.5, 1234567.891, 1e-7, 1e22, float("inf"), float("nan")):
    print(format(value, ""), format(value, ".2f"), format(value, "10.3e"), format(value, "g"), format(value, "+.1%"), format(value, ",.1f"), format(value, "08.2f"), format(value, "<10"), format(value, "n"))
print(format(1 + 2j, ".1f"), format(1 + 2j, ""), format(True, "5"), format(None, ""), format("s", "^7"))
for value, spec in ((None, "5"), ([], "x"), (object, ">3"), (1 + 2j, "05"), ("a", "=5"), (5, "s"), (1.5, "d")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError) as error:
        print(spec, "->", type(error).__name__, error)
