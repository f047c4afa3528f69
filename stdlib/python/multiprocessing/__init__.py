"""Processes with the interface of threads. Everything here is a method of the default context (context.py)."""

import sys

from . import context
from .context import assert_spawning, reduction  # noqa: F401

__all__ = [name for name in dir(context._default_context) if not name.startswith("_")]
globals().update((name, getattr(context._default_context, name)) for name in __all__)

SUBDEBUG = 5
SUBWARNING = 25

# A child that finds its main module under this name takes it for __main__ (spawn.py).
if "__main__" in sys.modules:
    sys.modules["__mp_main__"] = sys.modules["__main__"]
