import traceback


def cause():
    try:
        raise KeyError("first")
    except KeyError as error:
        raise ValueError("second") from error


def context():
    try:
        cause()
    except ValueError:
        raise TypeError("third")


try:
    context()
except TypeError as error:
    lines = "".join(traceback.format_exception(error)).splitlines()
    print([line for line in lines if line and not line.startswith(" ")])
