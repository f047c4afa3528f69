"""partial, reduce, cmp_to_key and the cache behind lru_cache, in Python: for a program that keeps `functools` from its native parts.

Thread safety: as the native ones, but the cache takes a lock for each call.
"""

from _thread import RLock
from reprlib import recursive_repr

_absent = object()


class partial:
    """A function with some of its arguments given beforehand."""

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func, self.args, self.keywords = func, args, keywords
        return self

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        import warnings
        warnings.warn("functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you want to "
                      "preserve the old behavior", FutureWarning, 2)
        return self

    @recursive_repr()
    def __repr__(self):
        kind = type(self)
        arguments = [repr(self.func), *map(repr, self.args), *(f"{name}={value!r}" for name, value in self.keywords.items())]
        return f"{kind.__module__}.{kind.__qualname__}({', '.join(arguments)})"

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None, self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError("argument to __setstate__ must be a tuple")
        if len(state) != 4:
            raise TypeError(f"expected 4 items in state, got {len(state)}")
        func, args, keywords, namespace = state
        if not (callable(func) and isinstance(args, tuple) and (keywords is None or isinstance(keywords, dict))
                and (namespace is None or isinstance(namespace, dict))):
            raise TypeError("invalid partial state")
        self.func = func
        self.args = tuple(args)
        self.keywords = keywords if type(keywords) is dict else dict(keywords or {})
        self.__dict__ = {} if namespace is None else namespace

    def __class_getitem__(cls, item):
        return type(list[int])(cls, item)


def reduce(function, sequence, initial=_absent):
    """Fold a sequence from the left: function(function(first, second), third) and so on, starting with `initial` if it is given."""
    items = iter(sequence)
    if initial is _absent:
        try:
            initial = next(items)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    for item in items:
        initial = function(initial, item)
    return initial


def cmp_to_key(mycmp):
    """Make a key function of one that compares two values and tells by a negative, zero or positive number."""

    class K:
        __slots__ = ("obj",)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K


class _Call(tuple):
    """What identifies a call; its hash is computed once."""

    __slots__ = ()

    def __new__(cls, args, keywords, typed):
        parts = list(args)
        if keywords:
            parts.append(_absent)
            for item in keywords.items():
                parts += item
        if typed:
            parts += map(type, args)
            parts += map(type, keywords.values())
        return super().__new__(cls, parts)


def _lru_cache_wrapper(user_function, maxsize, typed, cache_info_type):
    kept = {}  # by call, the one used longest ago first
    hits = misses = 0
    lock = RLock()

    def wrapper(*args, **keywords):
        nonlocal hits, misses
        if maxsize == 0:
            misses += 1
            return user_function(*args, **keywords)
        call = _Call(args, keywords, typed)
        with lock:
            result = kept.get(call, _absent)
            if result is not _absent:
                hits += 1
                if maxsize is not None:
                    # To the end: it was used last.
                    kept[call] = kept.pop(call)
                return result
            misses += 1
        result = user_function(*args, **keywords)
        with lock:
            # Another thread, or the function itself, may have made the same call meanwhile.
            if call not in kept:
                kept[call] = result
                if maxsize is not None and len(kept) > maxsize:
                    del kept[next(iter(kept))]
        return result

    def cache_info():
        """Report cache statistics"""
        with lock:
            return cache_info_type(hits, misses, maxsize, len(kept))

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        with lock:
            kept.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper


# Programs, and pickles, know them by these names.
for _function in (partial, reduce, cmp_to_key):
    _function.__module__ = "functools"
del _function
