# len(), isinstance() and list.append() are carried out by the instruction of the call where everything is usual;
# where it is not, the outcome is the same as ever.
import builtins
import sys


class Own(list):
    def __len__(self):
        return 42

    def append(self, item):
        super().append((item, item))


class Plain(list):
    pass


class Meta(type):
    def __instancecheck__(cls, other):
        return "asked"


class Asked(metaclass=Meta):
    pass


class Liar:
    __class__ = int


class Wrong:
    def __len__(self):
        return -1


def all_of(values):
    for value in values:
        try:
            print(len(value), end=" ")
        except (TypeError, ValueError) as error:
            print(error)
    print()


def is_int(value):
    return isinstance(value, int)


def add(items, value):
    return items.append(value)


all_of([[1, 2], (1,), "abc", "\xe9", {1: 2}, {1, 2}, b"xy", range(5), Own(), Plain([1]), Wrong(), 3, None, 2.5, len])
print([is_int(value) for value in (1, True, 10 ** 30, 1.0, "1", None, Liar(), Asked())])
print(bool(isinstance(3, Asked)), isinstance(Asked(), Asked), isinstance(True, (str, int)), isinstance(3, int | str))
for items in ([], Plain(), Own()):
    for value in (1, "two", None):
        assert add(items, value) is None
    print(items, list.__len__(items))
bound = (held := []).append
bound(1)
list.append(held, 2)
print(held, [].append([]), list.append)
for call in (lambda: len(), lambda: len([], []), lambda: [].append(), lambda: [].append(1, 2), lambda: isinstance(1),
             lambda: isinstance(1, 2), lambda: list.append(1, 2), lambda: len(obj=[]), lambda: isinstance(1, (int, 2)),
             lambda: isinstance("", (int, 2))):
    try:
        print(call())
    except TypeError as error:
        print(error)

many = []
for number in range(1000):
    many.append(number)
print(len(many), sum(many))

events = []
sys.setprofile(lambda frame, event, argument: events.append((event, getattr(argument, "__name__", None))))
len(many)
many.append(1)
isinstance(1, int)
sys.setprofile(None)
print(events)

kept = builtins.len
builtins.len = lambda value: "other"
try:
    print(len([]))
finally:
    builtins.len = kept
print(len([]))
