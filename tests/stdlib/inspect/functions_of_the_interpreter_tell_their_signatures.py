import functools
import inspect

for function in (len, "".join, str.upper, str.join, [].append, dict.fromkeys, dict.get, int.from_bytes, (3).__add__, int.__add__, sorted,
                 print, object.__init__, Exception.__init__, divmod, pow, "".encode, list.index):
    print(function.__name__, inspect.signature(function))
for cls in (list, object, property, enumerate, zip, map):
    print(cls.__name__, inspect.signature(cls))


class Plain:
    pass


class Error(Exception):
    pass


print(inspect.signature(Plain))
for cls in (Error, int, str, dict):
    try:
        inspect.signature(cls)
    except ValueError as error:
        print(error)


class Partial:
    def method(self, a, b, *, c=1):
        pass

    fixed = functools.partialmethod(method, 1, c=3)


print(inspect.signature(Partial.fixed), inspect.signature(Partial().fixed))
print(inspect.signature(len).parameters["obj"].kind, inspect.signature(str.join).parameters["self"].kind)
