import contextlib


@contextlib.contextmanager
def section(name):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
    finally:
        print("leave", name)


with section("a") as name:
    print(name)
with section("b"):
    raise ValueError("inside")
try:
    with section("c"):
        raise KeyError("passes")
except KeyError as error:
    print(error)


@section("decorated")
def function():
    print("body")


function()
function()
