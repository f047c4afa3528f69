print("%d %i %5d|%-5d|%05d %+d % d" % (1, 2, 3, 4, 5, 6, 7))
print("%s %r %a %10s|%-10s|%.2s" % ("é", "é", "é", "right", "left", "truncate"))
print("%f %.2f %8.3f %e %.1E %g %G %g" % (1.5, 2.345, 3.14159, 12345.678, 0.00012, 1e-10, 1e20, 100000.0))
print("%x %X %o %#x %#o %c %c %%" % (255, 255, 8, 255, 8, "A", 66))
print("%(name)s is %(age)03d" % {"name": "Bob", "age": 7}, "%s" % (1,), "%s" % [1, 2], "%s %s" % ("a", (1, 2)))
print("%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%5.1f%%" % 99.55, "%s" % None, "%d" % 3.99, "%d" % True, "%.3d" % 5, "%x" % -255)
for text, value in (("%d", "x"), ("%s %s", (1,)), ("%s", (1, 2)), ("%y", 1), ("%", 1), ("%(a)s", 1), ("%c", "ab"), ("%x", 1.5), ("%(a)s", {"b": 1}), ("%d", None), ("%c", -1)):
    try:
        print(text % value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        print(repr(text), "->", type(error).__name__, error)
for text in (b"%d", b"%i", b"%u", b"%x"):
    try:
        print(text % "x")
    except TypeError as error:
        print(text, "->", error)
