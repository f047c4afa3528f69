name, number = "x", 3.14159
print(f"{name}={number:.2f} {number!r:>10} {name!s:*^5} {name!a}")
print(f"{{literal}} {number:{5}.{2}} {'nested'}")
print(f"{name=} {number=:.1f} {name = }")
print(f"{[n * n for n in range(3)]} {(lambda a: a + 1)(2)} {1 if name else 2}")
print(f"{number:>{len(name) + 9}.3f}|{255:#x}|{255:08b}|{1234567:,}|{0.5:.0%}")
print(f'{"a" "b"}' f"{1}{2}" "{3}")
print(f"""{
    name
}""")
class Special:
    def __format__(self, spec):
        return f"<{spec}>"
print(f"{Special():any spec} {Special()}")
