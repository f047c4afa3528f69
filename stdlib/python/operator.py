"""The operators as functions. All of them are native; this file gives them their public names."""

import _operator
from _operator import *

# Every function is also known by the name of the special method it stands for.
for _name in ("abs", "add", "and_", "call", "concat", "contains", "delitem", "eq", "floordiv", "ge", "getitem", "gt", "iadd",
              "iand", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "inv", "invert", "ior", "ipow",
              "irshift", "isub", "itruediv", "ixor", "le", "lshift", "lt", "matmul", "mod", "mul", "ne", "neg", "not_", "or_",
              "pos", "pow", "rshift", "setitem", "sub", "truediv", "xor"):
    globals()[f"__{_name.rstrip('_')}__"] = getattr(_operator, _name)
del _name
