# staticmethod and classmethod objects have attributes of their own, which go before those of their function.
import gc


def function(a):
    "doc of function"


for kind in (staticmethod, classmethod):
    made = kind(function)
    print(made.__name__, made.__doc__, made.__qualname__, made.__module__, made.__annotations__, made.__wrapped__ is function)
    made.marker, made.__name__, made.__doc__ = 1, "other", "other doc"
    print(made.marker, made.__name__, made.__doc__, function.__name__, made.__dict__["marker"])
    del made.marker
    for name in ("marker", "__func__"):
        try:
            print(getattr(made, name).__name__)
            setattr(made, name, 3)
        except AttributeError as error:
            print(error)

    class Sub(kind):
        pass

    derived = Sub(function)
    derived.x, derived.__name__ = [], "q"
    print(derived.x, derived.__name__)

    class C:
        method = made

    try:
        print(C.method(1) if kind is staticmethod else C.method())
    except TypeError as error:
        print(error)
    many = [kind(function) for _ in range(1000)]
    for i, one in enumerate(many):
        one.value = [i]
    gc.collect()
    print(sum(one.value[0] for one in many))
    made.__dict__ = {"z": 5}
    print(made.z)
