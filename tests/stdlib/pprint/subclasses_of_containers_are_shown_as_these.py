import pprint


class D(dict):
    pass


class L(list):
    pass


class T(tuple):
    pass


class R(list):
    def __repr__(self):
        return "R!"


printer = pprint.PrettyPrinter()
for value in (D(b=1, a=2), L([D(b=1, a=2), 3]), T([1]), T(), L(), D(), R([1]), [R([1]), T([1, (2,)])], {1: {"b": 0, "a": [None, True, 2.5]}}, {2: 1, "a": 3}):
    print(printer._safe_repr(value, {}, None, 0), pprint.saferepr(value), pprint.pformat(value))
circle = [1]
circle.append({"circle": circle})
text, readable, recursive = printer._safe_repr(circle, {}, None, 0)
print(text.partition("with id")[0], readable, recursive, pprint.isrecursive(circle), pprint.isreadable(circle), pprint.isrecursive([circle[0]]))
same = [0]
print(printer._safe_repr([same, same], {}, None, 0), pprint.isrecursive([same, same]))
print(pprint.pformat({"a": [1, [2, [3]]], "b": 1234567}, depth=2, underscore_numbers=True))


class Loud(pprint.PrettyPrinter):
    def format(self, object, context, maxlevels, level):
        if isinstance(object, str):
            return object.upper(), False, False
        return super().format(object, context, maxlevels, level)


print(Loud().pformat(["a", {"b": ("c",)}]), Loud().isreadable(["a"]), pprint.isreadable(["a"]))
