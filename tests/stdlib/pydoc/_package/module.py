"""The module of the package.

Second paragraph.
"""

import os

__version__ = "1.2"
__author__ = "Somebody"
TABLE = {"a": 1}
_hidden = 1


def function(a, b=2, *args, c: int = 3, **kw) -> str:
    """Do it.

    In more words.
    """
    return ""


# It has a comment
# instead.
def commented():
    pass


def _private():
    pass


async def later(x):
    "Wait."


class Tool:
    """A tool."""

    size = 1

    def use(self, how="well"):
        """Use it."""

    @classmethod
    def make(cls, x=1):
        """Make one."""

    @staticmethod
    def check(a, b):
        """Check two."""

    @property
    def state(self):
        """Its state."""

    other = use


class Hammer(Tool):
    def __init__(self, weight):
        self.weight = weight

    def use(self, how="hard"):
        pass

    def swing(self):
        pass

    short = lambda self, x: x

    @property
    def state(self):
        pass

    @state.setter
    def state(self, value):
        pass


class BrokenTool(Exception):
    """It is broken."""
