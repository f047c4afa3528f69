# get_type_hints() knows type parameters, looks into unions and nested strings, and leaves what refers to itself.
from __future__ import annotations

import typing
from typing import Annotated, ForwardRef, Union, get_type_hints

T = int


class Box[T, *Ts]:
    item: T
    rest: tuple[*Ts]
    module_level: Other

    def get[U](self, default: U) -> T | U:
        return default

    def outer(self) -> Box[T]:
        pass


class Other:
    T: str
    value: T


def function[S](a: S, *args: list["S"]) -> dict[str, S]:
    pass


for thing in (Box, Box.get, Other, function):
    print(thing.__name__, get_type_hints(thing))
print(get_type_hints(Box.outer)["return"].__args__)


def plain(x: Union[list[list["Other | int"]], tuple["Other"] | None], y: Annotated[int, 1] | str):
    pass


plain.__annotations__ = {"x": list[list["Other | int"]] | tuple["Other"] | None, "y": Annotated[int, 1] | list[Annotated[str, 2]]}
print(get_type_hints(plain))
print(get_type_hints(plain, include_extras=True))
Loop = Union[int, list["Loop"]]
plain.__annotations__ = {"x": "Loop"}
print(get_type_hints(plain))


class Meta(type):
    number: int


class Error(Exception):
    code: "int"


print(get_type_hints(Meta), get_type_hints(Error), get_type_hints(int))


@typing.no_type_check
class Unchecked:
    a: "nothing"

    class Inner:
        def method(self, x: "nothing"):
            pass

    @staticmethod
    def static(x: "nothing"):
        pass


print(get_type_hints(Unchecked), get_type_hints(Unchecked.Inner.method), get_type_hints(Unchecked.static))
