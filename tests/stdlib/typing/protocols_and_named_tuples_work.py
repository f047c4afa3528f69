from typing import NamedTuple, Protocol, TypedDict, get_type_hints, runtime_checkable


@runtime_checkable
class Closer(Protocol):
    def close(self): ...


class Door:
    def close(self):
        pass


class Point(NamedTuple):
    x: int
    y: int = 0


class Movie(TypedDict):
    title: str


def function(a: "int", b: "Point" = None) -> "None":
    pass


print(isinstance(Door(), Closer), isinstance(3, Closer), Point(1), Movie(title="x"), get_type_hints(function))
