"""What tests ask of CPython's C interface and what can be said in Python."""

import unittest


def sequence_getitem(sequence, index):
    return sequence[index]


def sequence_setitem(sequence, index, value):
    sequence[index] = value


def sequence_delitem(sequence, index):
    del sequence[index]


def object_hasattrstring(object, name):
    return int(hasattr(object, name.decode()))


class Missing(unittest.SkipTest, ImportError):
    """What a test needs of CPython's C code; such a test is skipped."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise Missing(f"needs {__name__}.{name} of CPython")
