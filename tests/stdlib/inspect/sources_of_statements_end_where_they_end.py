# getsource(): continued lines, comments at the end of a body, decorators, lambdas in brackets, async functions.
import functools
import inspect


def continued(m): return m and \
    m


def commented():
    # first
    return 1
    # last

    # and one more
# not part of it


def decorate(*arguments):
    return lambda function: function


@decorate(
    1,
    lambda: 2,
)
@functools.lru_cache
def decorated(
    a=(1,
       2),
):
    """Text
not indented.
"""
    if a:
        return 1
    else:

        return 2


x = 3


class Commented:
    def method(self):
        return 1
        # end of method

    async def asynchronous(self):
        async with x:
            pass
    # end of class


simple = lambda: 1
several = [
    lambda: (1,
             2),
    lambda a: a]
one_line = lambda g: g and \
    g

for thing in (continued, commented, decorated, Commented, Commented.method, Commented.asynchronous, simple, several[0], several[1], one_line):
    print(inspect.getsourcelines(thing))
try:
    inspect.getsource(type("Made", (), {}))
except OSError as error:
    print("OSError", error)
