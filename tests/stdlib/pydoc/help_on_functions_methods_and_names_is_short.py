import functools
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _package import module
from _package.module import Hammer, Tool

for thing in (module.function, module.commented, module.later, module._private, Tool.use, Hammer.use, Hammer(1).use, Hammer.make,
              Tool.check, Tool.state, len, [].append, "x".upper, str.upper, lambda x, y=1: x):
    help(thing)


def outer():
    def inner(): "Inside."

    class Local:
        borrowed = inner

        def own(self): pass
    return inner, Local


inner, Local = outer()
help(inner)
help(Local)


@functools.wraps(inner)
def wrapper(*args): pass


help(wrapper)
def with_many_parameters(the_first_parameter: int, the_second_parameter: str = "default", *the_rest: bytes) -> dict[str, list[int]]: pass


help(with_many_parameters)
annotated = lambda a: a
annotated.__annotations__["return"] = int
help(annotated)
help("_package.module.Tool.use")
help("_package.module.function")
help("str.upper")
help("keyword.no_such_name")
help("no_such_module")
help("no_such_module.name")
