import sys, types
module = types.ModuleType("made_here")
exec("public = 1\n_private = 2\n__all__ = ['public', '_listed']\n_listed = 3", module.__dict__)
sys.modules["made_here"] = module
space = {}
exec("from made_here import *", space)
print(sorted(k for k in space if not k.startswith("__")))
del module.__all__
space = {}
exec("from made_here import *", space)
print(sorted(k for k in space if not k.startswith("__")))
try:
    exec("def f():\n    from math import *")
except SyntaxError as error:
    print(error.msg)
module.__getattr__ = lambda name: f"made up {name}"
import made_here
print(made_here.anything, made_here.public)
from made_here import invented
print(invented)
