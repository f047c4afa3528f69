print(None, True, 3, 2.5, "s", b"b", [1, "a"], (1,), {"k": "v"}, {1}, 1j, ...)
print([None, [True, ["x"]]], {"a": {"b": ()}}, [(), [], {}], ("only",))
print("a\tb", repr("a\tb"), ["a\tb"], "quote'", ["quote'"], ['both"\''])
print(1.0, 100.0, 1e100, -0.0, 1e-5, 123456.789, 3.14)
