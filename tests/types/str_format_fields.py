print("{} {} {0}".replace("{0}", "{}").format(1, 2, 3), "{1} {0} {1}".format("a", "b"), "{name} {0}".format(5, name="n"), "{{}} {}".format(1))
print("{0[1]} {0[0]} {1.real} {2[key]}".format([1, 2], 5, {"key": "v"}), "{!r:>6} {!s:<6}| {!a}".format("a", "b", "é"), "{:{}}|".format("x", 5), "{:{w}.{p}f}".format(3.14159, w=8, p=2))
print("{:>5}|{:<5}|{:^5}|{:*^7}|{:05d}|{:+d}|{: d}|{:=+6d}".format(1, 2, 3, 4, 5, 6, 7, 8))
print("{:b} {:o} {:x} {:X} {:#b} {:#o} {:#x} {:#X} {:c} {:n} {:,} {:_}".format(5, 8, 255, 255, 5, 8, 255, 255, 65, 5, 1234567, 1234567))
print("{:_x} {:_b} {:,.2f} {:010,.2f} {:.3%} {:.2e} {:g} {:G} {:.3g} {:f}".format(0xABCDEF, 255, 1234567.891, 1234.5, 0.12345, 12345.678, 1e-7, 1e20, 1234.5, 1.5))
print("{:.3} {:.3s} {:10.2s}| {:s}".format("abcdef", "abcdef", "abcdef", "x"), "{:.2}".format(3.14159), "{:}".format(1.0), "{:.0f} {:#.0f} {:.1f}".format(2.5, 2.5, 0.25), "{:z.1f}".format(-0.01))
for text, values in (("{}", ()), ("{0} {}", (1,)), ("{a}", ()), ("{", ()), ("}", ()), ("{:d}", ("x",)), ("{:x}", (1.5,)), ("{:q}", (1,)), ("{!z}", (1,)), ("{0.nothing}", (1,)), ("{0[9]}", ([1],)), ("{:,s}", ("x",)), ("{:.2d}", (5,)), ("{:+s}", ("x",))):
    try:
        print(text.format(*values))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        print(repr(text), "->", type(error).__name__, error)
