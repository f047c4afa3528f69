"""The operators as functions. All of them are native; this file gives them their public names."""

try:
    import _operator
    from _operator import *
except ImportError:
    # The program has put None in its place.
    import _operator_in_python as _operator
    from _operator_in_python import *

__all__ = ["abs", "add", "and_", "attrgetter", "call", "concat", "contains", "countOf", "delitem", "eq", "floordiv", "ge", "getitem", "gt",
           "iadd", "iand", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "indexOf", "inv", "invert", "ior", "ipow",
           "irshift", "is_", "is_not", "isub", "itemgetter", "itruediv", "ixor", "le", "length_hint", "lshift", "lt", "matmul",
           "methodcaller", "mod", "mul", "ne", "neg", "not_", "or_", "pos", "pow", "rshift", "setitem", "sub", "truediv", "truth", "xor"]

# Every function is also known by the name of the special method it stands for.
for _name in ("abs", "add", "and_", "call", "concat", "contains", "delitem", "eq", "floordiv", "ge", "getitem", "gt", "iadd",
              "iand", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "inv", "invert", "ior", "ipow",
              "irshift", "isub", "itruediv", "ixor", "le", "lshift", "lt", "matmul", "mod", "mul", "ne", "neg", "not_", "or_",
              "pos", "pow", "rshift", "setitem", "sub", "truediv", "xor"):
    globals()[f"__{_name.rstrip('_')}__"] = getattr(_operator, _name)
del _name
