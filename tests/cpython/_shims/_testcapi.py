"""Stands for CPython's module that calls its C interface, so that a test module which imports it can run the tests that need none of it."""

import unittest


class Missing(unittest.SkipTest, ImportError):
    """What a test needs of CPython's C code; such a test is skipped."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise Missing(f"needs {__name__}.{name} of CPython")
