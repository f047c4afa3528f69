# repr() of a module tells where it comes from: its spec, else its file, else its loader.
import builtins
import itertools
import sys
import types
from importlib.machinery import ModuleSpec


class Loader:
    def __repr__(self):
        return "<a loader>"


print(sys, builtins, itertools)
module = types.ModuleType("plain")
print(module)
module.__loader__ = Loader()
print(module)
module.__file__ = "/somewhere/plain.py"
print(module)
module.__spec__ = ModuleSpec("from_spec", Loader())
print(module)
module.__spec__ = ModuleSpec("from_spec", Loader(), origin="a cloud")
print(module)
module.__spec__.has_location = True
print(module)
module.__spec__ = None
del module.__name__, module.__file__
print(module)
