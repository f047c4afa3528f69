print((255).bit_length(), (0).bit_length(), (-8).bit_length(), (255).bit_count(), (-7).bit_count())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-1).to_bytes(2, "big", signed=True))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xff", "little", signed=True))
print((5).as_integer_ratio(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate())
print(int("42"), int("  -17 \n"), int("ff", 16), int("0xff", 0), int("0b11", 0), int("z", 36), int("1_000"), int(3.99), int(-3.99), int(True), int())
for call in ("int('')", "int('1.5')", "int('9', 8)", "int('1', 1)", "int(None)", "int('a', 10)", "int(float('nan'))", "int(float('inf'))", "int([])", "int(5, 10)", "int('1__0')"):
    try:
        print(eval(call))
    except (ValueError, TypeError, OverflowError) as error:
        print(call, "->", type(error).__name__, error)
try:
    (256).to_bytes(1, "big")
except OverflowError as error:
    print(error)
