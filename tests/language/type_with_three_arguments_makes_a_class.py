def greet(self):
    return "hello from " + type(self).__name__
Made = type("Made", (list,), {"greet": greet, "x": 1})
m = Made([1, 2])
print(m, m.greet(), Made.x, Made.__name__, Made.__bases__)
print(type(m) is Made, type(Made) is type, type(1), type(None).__name__)
for arguments in ((1, (), {}), ("A", [], {}), ("A", (1,), {}), ("A", (bool,), {})):
    try:
        type(*arguments)
    except TypeError as error:
        print(error)
