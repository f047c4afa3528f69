"""Shallow and deep copies of any object."""

from _weakref import ref as _weak_reference
from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    """An object cannot be copied."""


error = Error

# Immutable types are their own copies, shallow and, where they contain nothing, deep.
_atomic_types = frozenset((
    type(None), int, float, bool, complex, str, bytes, tuple, type, range, slice, property, frozenset, type(...),
    type(NotImplemented), type(len), type(lambda: None), type((lambda: None).__code__), _weak_reference,
))
_deep_atomic_types = _atomic_types - {tuple, frozenset, slice}


def copy(x):
    """Return a copy of an object that shares what the object contains."""
    cls = type(x)
    if cls in _atomic_types:
        return x
    if cls is list or cls is dict or cls is set or cls is bytearray:
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    parts = _take_apart(x, cls)
    if isinstance(parts, str):
        return x
    return _put_together(x, parts, None)


def _take_apart(x, cls):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor:
        return reductor()
    raise Error("un(shallow)copyable object of type %s" % cls)


def deepcopy(x, memo=None, _nil=[]):
    """Return a copy of an object and of everything it contains. `memo` remembers what is copied already."""
    cls = type(x)
    if cls in _deep_atomic_types:
        return x
    key = id(x)
    if memo is None:
        memo = {}
    else:
        known = memo.get(key, _nil)
        if known is not _nil:
            return known
    made = _copy_deeply(x, cls, memo)
    if made is not x:
        memo[key] = made
        # Keep the original alive, lest another object get its identity while the memo is in use.
        memo.setdefault(id(memo), []).append(x)
    return made


def _copy_deeply(x, cls, memo):
    if cls is list:
        made = []
        memo[id(x)] = made
        append = made.append
        for item in x:
            append(deepcopy(item, memo))
        return made
    if cls is dict:
        made = {}
        memo[id(x)] = made
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
        return made
    if cls is tuple:
        items = [deepcopy(item, memo) for item in x]
        # A tuple that contains itself through something mutable is in the memo by now.
        if id(x) in memo:
            return memo[id(x)]
        for old, new in zip(x, items):
            if old is not new:
                return tuple(items)
        return x
    if issubclass(cls, type):
        return x
    if cls.__name__ == "method" and cls.__module__ == "builtins":
        return cls(x.__func__, deepcopy(x.__self__, memo))
    copier = getattr(x, "__deepcopy__", None)
    if copier is not None:
        return copier(memo)
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        parts = reductor(x)
    else:
        reductor = getattr(x, "__reduce_ex__", None)
        if reductor is not None:
            parts = reductor(4)
        else:
            reductor = getattr(x, "__reduce__", None)
            if not reductor:
                raise Error("un(deep)copyable object of type %s" % cls)
            parts = reductor()
    if isinstance(parts, str):
        return x
    return _put_together(x, parts, memo)


def _put_together(x, parts, memo):
    """Make an object from what __reduce_ex__() returned; with a memo, from deep copies of it."""
    function, args, state, items, pairs = (*parts, None, None, None)[:5]
    deep = memo is not None
    if deep and args:
        args = [deepcopy(argument, memo) for argument in args]
    made = function(*args)
    if deep:
        memo[id(x)] = made
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(made, "__setstate__"):
            made.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                made.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(made, name, value)
    if items is not None:
        for item in items:
            made.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            made[key] = value
    return made


def replace(obj, /, **changes):
    """Return a copy of an object with some fields changed; its class must define __replace__()."""
    replacer = getattr(obj.__class__, "__replace__", None)
    if replacer is None:
        raise TypeError(f"replace() does not support {obj.__class__.__name__} objects")
    return replacer(obj, **changes)
