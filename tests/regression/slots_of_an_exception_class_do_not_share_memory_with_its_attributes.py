# Members that an exception class declares in __slots__ lay where its __dict__ is: the next attribute crashed the interpreter.
import gc


class Told(Exception):
    __slots__ = ("first", "second")


class Derived(Told):
    pass


class Group(ExceptionGroup):
    __slots__ = ("first",)


for cls in (Told, Derived):
    error = cls("text")
    error.first = 1
    error.add_note("a note")
    error.other = [2]
    gc.collect()
    print(error.first, error.other, error.__notes__, sorted(error.__dict__), hasattr(error, "second"), error.args)
    del error.first
    error.__dict__ = {"new": 3}
    print(hasattr(error, "first"), hasattr(error, "other"), error.new)
    try:
        raise error
    except cls as caught:
        caught.second = "kept"
    print(error.second, "__dict__" in cls.__dict__)
group = Group("text", [ValueError(1), KeyError(2)])
group.first = 1
group.add_note("a note")
part = group.subgroup(ValueError)
print(group.first, group.__notes__, part.__notes__)
for wrong in (lambda: setattr(error, "__dict__", 3), lambda: error.missing, lambda: delattr(error, "missing")):
    try:
        wrong()
    except (TypeError, AttributeError) as caught:
        print(type(caught).__name__, caught)
