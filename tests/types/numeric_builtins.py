print(abs(-3), abs(-2.5), abs(3 + 4j), divmod(7, -2), divmod(7.5, 2), pow(2, 10), pow(2, -1), pow(2, 10, 1000), round(2.567, 2), round(-0.5), round(1e300, 2))
print(bin(10), bin(-10), oct(8), oct(-8), hex(255), hex(-255), bin(0), hex(2 ** 64), ord("a"), chr(97))
print(round(5), round(1234.5678, -2), round(0.5), round(1.5), round(2.5), round(float("1e16")), round(2 ** 70, -5), type(round(1.0)).__name__, type(round(1.0, 0)).__name__)
for call in ("abs('a')", "round('a')", "pow('a', 2)", "divmod('a', 1)", "bin(1.5)", "hex('a')", "round(1.5, 'a')", "round(float('nan'))", "round(float('inf'))", "oct(None)", "abs()", "round()", "divmod(1)"):
    try:
        print(eval(call))
    except (TypeError, ValueError, OverflowError) as error:
        print(call, "->", type(error).__name__, error)
