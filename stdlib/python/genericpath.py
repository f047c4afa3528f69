"""What paths of all systems share; os.path has it from here."""

from posixpath import (commonprefix, exists, getatime, getctime, getmtime, getsize, isdevdrive, isdir, isfile, isjunction,
                       islink, lexists, samefile, sameopenfile, samestat)

__all__ = ["commonprefix", "exists", "getatime", "getctime", "getmtime", "getsize", "isdevdrive", "isdir", "isfile", "isjunction",
           "islink", "lexists", "samefile", "sameopenfile", "samestat"]


def _check_arg_types(funcname, *args):
    has_str = any(isinstance(arg, str) for arg in args)
    has_bytes = any(isinstance(arg, bytes) for arg in args)
    for arg in args:
        if not isinstance(arg, (str, bytes)):
            raise TypeError(f"{funcname}() argument must be str, bytes, or os.PathLike object, not {type(arg).__name__!r}") from None
    if has_str and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None
