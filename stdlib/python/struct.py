"""Conversion between Python values and the bytes of C's structs."""

import _struct

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]


class error(Exception):
    """A format that is wrong, or values that do not fit it."""

    __module__ = "struct"


_struct.error = error

calcsize = _struct.calcsize
pack = _struct.pack
pack_into = _struct.pack_into
unpack = _struct.unpack
unpack_from = _struct.unpack_from
iter_unpack = _struct.iter_unpack
Struct = _struct.Struct
