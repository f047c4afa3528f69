import functools


def plain(a: int):
    """Doc."""


@functools.wraps(plain)
def wrapper(*args):
    pass


print(wrapper.__name__, wrapper.__doc__, wrapper.__annotations__, wrapper.__wrapped__ is plain)
