import inspect


class Base:
    def method(self):
        """Of the base."""

    @property
    def state(self):
        """The state."""

    @classmethod
    def make(cls):
        """Make."""

    number = 3


class Middle(Base):
    pass


class Derived(Middle):
    def method(self): pass

    @property
    def state(self): pass

    @classmethod
    def make(cls): pass

    def number(self): pass

    def alone(self): pass

    def __len__(self): pass

    def __init__(self): pass


for thing in (Derived.method, Derived().method, Derived.state, Derived.make, Derived.number, Derived.alone, Derived.__len__,
              Derived.__init__, Derived, int, len, [].append):
    doc = inspect.getdoc(thing)
    print(doc and doc.split("\n")[0])


class Slots:
    __slots__ = {"a": "The first."}


print(inspect.getdoc(Slots.a))
print([(one.name, one.kind, one.defining_class.__name__) for one in inspect.classify_class_attrs(Derived) if one.name[0] != "_"])
