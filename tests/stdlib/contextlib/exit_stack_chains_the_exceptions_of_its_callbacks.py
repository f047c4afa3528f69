import contextlib


def fail(error):
    raise error


try:
    with contextlib.ExitStack() as stack:
        stack.callback(fail, ValueError(1))
        stack.callback(fail, TypeError(2))
        raise KeyError(3)
except ValueError as error:
    while error is not None:
        print(repr(error))
        error = error.__context__
