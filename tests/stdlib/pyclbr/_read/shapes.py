import abc
from enum import *
import no_such_module_here


class Shape(abc.ABC, metaclass=type):
    size = 1

    def area(self):
        def helper():
            pass

        class Local:
            def deep(self):
                pass
        return helper

    async def wait(self):
        pass


class Round(Shape, unknown.Base):
    @property
    def area(self):
        pass


def outline(shape):
    pass


async def later():
    pass


if True:
    def conditional():
        pass
