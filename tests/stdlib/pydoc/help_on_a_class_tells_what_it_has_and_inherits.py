import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _package.module import BrokenTool, Hammer, Tool

help(Tool)
help(Hammer)
help(BrokenTool)


class Slots:
    __slots__ = {"a": "The first.", "b": "The second."}


class Values:
    """Values are cut, callables and descriptors are told."""

    text = "x" * 200
    back = "a\\b"
    items = list(range(100))
    obj = object()
    number: float = 1.5
    length = len
    bound = Tool().use
    inner = Slots
    __hash__ = None

    def __call__(self): "Call it."

    async def steps(self):
        yield 1


help(Slots)
help(Values)
