# A protocol that may be asked at run time looks for its members as they stand: data, methods, None for a method that is not there.
from typing import Protocol, runtime_checkable


@runtime_checkable
class Named(Protocol):
    name: str

    def greet(self): ...


class Both:
    name = "both"

    def greet(self):
        pass


class Property:
    @property
    def name(self):
        raise RuntimeError("not asked")

    def greet(self):
        pass


class NoMethod:
    name = "none"
    greet = None


class OnInstance:
    def __init__(self):
        self.name = "own"
        self.greet = lambda: None


print([isinstance(cls(), Named) for cls in (Both, Property, NoMethod, OnInstance, object)])
match OnInstance():
    case Named(name=found):
        print(found)
try:
    issubclass(Both, Named)
except TypeError as error:
    print(error)
