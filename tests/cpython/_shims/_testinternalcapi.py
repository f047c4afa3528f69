"""What tests ask about the inside of CPython and what has an answer here."""

import sys
import unittest


def get_config():
    return {"code_debug_ranges": True, "use_environment": not sys.flags.ignore_environment}


def has_inline_values(object):
    raise Missing("attributes are not laid out as in CPython")


def get_recursion_depth():
    depth, frame = 0, sys._getframe(1)
    while frame:
        depth, frame = depth + 1, frame.f_back
    return depth


class Missing(unittest.SkipTest, ImportError):
    """What a test needs of CPython's C code; such a test is skipped."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise Missing(f"needs {__name__}.{name} of CPython")
