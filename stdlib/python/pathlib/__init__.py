"""Paths as objects: pure ones that only compute, and concrete ones that ask the file system.

The classes stand in pathlib._local, which is the module that they name and that pickles of paths name.
"""

from pathlib import _local
from pathlib._local import *

__all__ = _local.__all__
