# oracle: 3.13
import types
print(list[int], dict[str, list[int]], tuple[()], tuple[int, ...], type[int], list["x"])
print(list[int].__origin__, list[int].__args__, list[int] == list[int], list[int] == list[str], hash(list[int]) == hash(list[int]))
print(list[int](range(3)), type(list[int]()).__name__, list[int].append)
print(int | str, int | None, None | int, int | str | int, (int | str) == (str | int), int | list[str])
print(isinstance(1, int | str), isinstance("", int | None), isinstance(None, int | None), issubclass(bool, int | str))
print((int | str).__args__, type(int | str))
def show(f):
    try:
        print(f())
    except TypeError as error:
        print(error)
show(lambda: isinstance([], list[int]))
show(lambda: isinstance([], int | list[int]))
show(lambda: int | 1)
show(lambda: int[str])
show(lambda: list[int][str])
class Box:
    def __class_getitem__(cls, item):
        return types.GenericAlias(cls, item)
class Sub(Box[int]):
    pass
print(Box[int].__mro_entries__(()), Sub.__bases__, Sub.__orig_bases__)
b = Box[int]()
print(b.__orig_class__, isinstance(b, Box))
print([*tuple[int, str]])
print(types.SimpleNamespace(a=1, b="x"), types.SimpleNamespace({"k": 1}), types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1))
n = types.SimpleNamespace(x=1)
n.me = n
del n.x
print(n)
