class Documented(property):
    """Of the class."""


def getter(self):
    """Of the getter."""


def other(self):
    """Of the other."""


def silent(self):
    pass


print(Documented.__doc__)
for made in (Documented(getter), Documented(getter, doc="Given."), Documented(silent), Documented(getter).getter(other),
             Documented(getter, doc="Given.").getter(other), Documented(getter).setter(silent), property(getter).getter(other),
             property(getter, doc="Given.").getter(other)):
    print(made.__doc__)


class Slotted(property):
    __slots__ = ()


print(Slotted(doc="dropped").__doc__)
try:
    Slotted(getter)
except AttributeError as error:
    print(error)
try:
    property().__set_name__()
except TypeError as error:
    print(error)
