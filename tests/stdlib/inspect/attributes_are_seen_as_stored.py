import inspect


class Meta(type):
    of_meta = "meta"


class Class(metaclass=Meta):
    __slots__ = ("slot", "__dict__")
    plain = 1

    @property
    def computed(self):
        raise RuntimeError

    def __getattr__(self, name):
        raise RuntimeError

    def method(self):
        pass


instance = Class()
instance.own = 2
instance.plain = 3
for name in ("own", "plain", "computed", "method", "slot", "of_meta", "missing"):
    print(name, type(inspect.getattr_static(instance, name, None)).__name__, type(inspect.getattr_static(Class, name, None)).__name__)
try:
    inspect.getattr_static(instance, "missing")
except AttributeError as error:
    print(error)
