class C:
    x = 1
    def method(self):
        return "m"
c = C()
print(getattr(c, "x"), getattr(c, "y", 5), hasattr(c, "x"), hasattr(c, "nope"), getattr(c, "method")())
setattr(c, "y", 2)
setattr(c, "not a name", 3)
print(c.y, vars(c), getattr(c, "not a name"), sorted(n for n in dir(c) if not n.startswith("__")))
delattr(c, "y")
print(hasattr(c, "y"), callable(c.method), callable(c.x), id(c) == id(c), type(c) is C, isinstance(c, C), vars(C)["x"])
for call in ("getattr(c, 'gone')", "getattr(c, 1)", "delattr(c, 'gone')", "setattr(c, 1, 2)", "vars(1)", "hasattr(c, 1)", "getattr(c)", "int.x", "setattr(int, 'x', 1)", "[].x", "len.x", "None.x"):
    try:
        print(eval(call))
    except (TypeError, AttributeError) as error:
        print(call, "->", type(error).__name__, error)
