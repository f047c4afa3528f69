"""The names by which programs know the parts of the import system that need no files."""

from importlib import _load_spec
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from importlib.util import module_from_spec, spec_from_loader

__all__ = ["BuiltinImporter", "FrozenImporter", "ModuleSpec", "module_from_spec", "spec_from_loader"]

_load = _load_spec
