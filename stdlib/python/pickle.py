"""Objects as bytes and back: the classes and functions are those of _pickle."""

from copyreg import dispatch_table

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads",
           "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL", "TRUE", "FALSE"]

try:
    from _pickle import (PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, dump, dumps, load,
                         loads)
    __all__.append("PickleBuffer")
except ImportError:
    from _pickle_in_python import (PickleError, PicklingError, UnpicklingError, _Pickler as Pickler, _Unpickler as Unpickler,
                                   _dump as dump, _dumps as dumps, _load as load, _loads as loads)

format_version = "5.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

bytes_types = (bytes, bytearray)

# The instructions, by the names that the documentation of pickletools uses.
_codes = {
    "MARK": "(", "STOP": ".", "POP": "0", "POP_MARK": "1", "DUP": "2", "FLOAT": "F", "INT": "I", "BININT": "J",
    "BININT1": "K", "LONG": "L", "BININT2": "M", "NONE": "N", "PERSID": "P", "BINPERSID": "Q", "REDUCE": "R",
    "STRING": "S", "BINSTRING": "T", "SHORT_BINSTRING": "U", "UNICODE": "V", "BINUNICODE": "X", "APPEND": "a",
    "BUILD": "b", "GLOBAL": "c", "DICT": "d", "EMPTY_DICT": "}", "APPENDS": "e", "GET": "g", "BINGET": "h", "INST": "i",
    "LONG_BINGET": "j", "LIST": "l", "EMPTY_LIST": "]", "OBJ": "o", "PUT": "p", "BINPUT": "q", "LONG_BINPUT": "r",
    "SETITEM": "s", "TUPLE": "t", "EMPTY_TUPLE": ")", "SETITEMS": "u", "BINFLOAT": "G",
    "PROTO": "\x80", "NEWOBJ": "\x81", "EXT1": "\x82", "EXT2": "\x83", "EXT4": "\x84", "TUPLE1": "\x85",
    "TUPLE2": "\x86", "TUPLE3": "\x87", "NEWTRUE": "\x88", "NEWFALSE": "\x89", "LONG1": "\x8a", "LONG4": "\x8b",
    "BINBYTES": "B", "SHORT_BINBYTES": "C",
    "SHORT_BINUNICODE": "\x8c", "BINUNICODE8": "\x8d", "BINBYTES8": "\x8e", "EMPTY_SET": "\x8f", "ADDITEMS": "\x90",
    "FROZENSET": "\x91", "NEWOBJ_EX": "\x92", "STACK_GLOBAL": "\x93", "MEMOIZE": "\x94", "FRAME": "\x95",
    "BYTEARRAY8": "\x96", "NEXT_BUFFER": "\x97", "READONLY_BUFFER": "\x98",
}
for _name, _code in _codes.items():
    globals()[_name] = _code.encode("latin-1")
__all__ += sorted(_codes)
TRUE = b"I01\n"
FALSE = b"I00\n"
del _codes, _name, _code


def encode_long(x):
    """An int in the fewest bytes of two's complement, the least significant first; zero is no bytes at all."""
    if x == 0:
        return b""
    size = (x.bit_length() >> 3) + 1
    result = x.to_bytes(size, "little", signed=True)
    if x < 0 and size > 1 and result[-1] == 0xff and result[-2] & 0x80:
        result = result[:-1]
    return result


def decode_long(data):
    """The int that encode_long made bytes of."""
    return int.from_bytes(data, "little", signed=True)


def __getattr__(name):
    # The same in Python, which few programs ask for.
    if name in ("_Pickler", "_Unpickler", "_dump", "_dumps", "_load", "_loads", "whichmodule"):
        import _pickle_in_python
        value = globals()[name] = getattr(_pickle_in_python, name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
