"""A package for the tests of help().

It has a module and a package in it.
"""

from . import module
from .module import Tool

LIMIT = 3
