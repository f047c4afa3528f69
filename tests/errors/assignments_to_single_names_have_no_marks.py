# Marks under a call are left out where the statement only assigns it to a single name.
# expect-exit: 0
import sys
import traceback


def g():
    raise ValueError


def single():
    x = g()


def bracketed():
    (x) = g()


def two():
    x = y = g()


def several():
    x, y = g()


def attribute():
    sys.x = g()


def item():
    [][0] = g()


def augmented():
    x = 1
    x += g()


def annotated():
    x: int = g()


def combined():
    x = g() + 1


for function in (single, bracketed, two, several, attribute, item, augmented, annotated, combined):
    try:
        function()
    except ValueError as error:
        lines = traceback.format_tb(error.__traceback__)[1].splitlines()[1:]
        print(function.__name__, lines)


def unbound():
    print(something)
    something = 1


try:
    unbound()
except UnboundLocalError as error:
    print(error.name, "".join(traceback.format_exception_only(error)))
