print((2.5).as_integer_ratio(), (0.1).hex(), float.fromhex("0x1.999999999999ap-4"), (3.0).is_integer(), (3.5).is_integer())
print(float("1.5"), float(" -2e3 "), float("inf"), float("-Infinity"), float("nan"), float("1_0.5"), float(7), float())
print((2.5).real, (2.5).imag, (2.5).conjugate(), (-0.0).hex(), float("inf").hex())
for call in ("float('')", "float('1.5.2')", "float('abc')", "float(None)", "float([])", "float.fromhex('x')", "float('1e')"):
    try:
        print(eval(call))
    except (ValueError, TypeError) as error:
        print(call, "->", type(error).__name__, error)
for value in (float("inf"), float("nan")):
    try:
        value.as_integer_ratio()
    except (OverflowError, ValueError) as error:
        print(error)
print(5e-324 / 2, 1e308 * 10, -1e308 * 10, 1e-320, 4.35, 2.675, 1 / 3, 2 / 3, 1e21, 123456789012345680.0)
