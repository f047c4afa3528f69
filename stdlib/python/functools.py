"""Functions that take or return functions.

partial, reduce, cmp_to_key and the cache behind lru_cache are native. What few programs use is imported when it is used.
"""

try:
    from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper
except ImportError:
    # The program has put None in its place.
    from _functools_in_python import partial, reduce, cmp_to_key, _lru_cache_wrapper

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key", "lru_cache",
    "reduce", "partial", "partialmethod", "singledispatch", "singledispatchmethod", "cached_property",
]


def _generic_alias(cls, item):
    return type(list[int])(cls, item)


# --- Wrappers ----------------------------------------------------------------------------------------------------------------

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make a wrapper look like what it wraps; returns the wrapper."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, since the wrapped one's __dict__ may hold a __wrapped__ of its own.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper() as a decorator."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- Ordering ----------------------------------------------------------------------------------------------------------------

def _ordering_from(name, root, negate, with_equality):
    """Make the comparison `name` out of the one the class defines.

    The result is the root's answer, negated or not; `with_equality` says what equality adds: "or equal", "and not equal"
    or nothing.
    """

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        if negate:
            answer = not answer
        if with_equality == "or equal":
            return answer or self == other
        if with_equality == "and not equal":
            return answer and self != other
        return answer

    compare.__name__ = name
    compare.__doc__ = getattr(int, name).__doc__
    return compare


# Which comparison follows from which, preferring __lt__ to __le__ to __gt__ to __ge__ when a class has several.
_orderings = {
    "__lt__": (("__gt__", True, "and not equal"), ("__le__", False, "or equal"), ("__ge__", True, None)),
    "__le__": (("__ge__", True, "or equal"), ("__lt__", False, "and not equal"), ("__gt__", True, None)),
    "__gt__": (("__lt__", True, "and not equal"), ("__ge__", False, "or equal"), ("__le__", True, None)),
    "__ge__": (("__le__", True, "or equal"), ("__gt__", False, "and not equal"), ("__lt__", True, None)),
}


def total_ordering(cls):
    """Class decorator: supply the ordering methods that follow from the one the class defines and from __eq__."""
    roots = {name for name in _orderings if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)
    for name, negate, with_equality in _orderings[root]:
        if name not in roots:
            setattr(cls, name, _ordering_from(name, root, negate, with_equality))
    return cls


# --- Caches ------------------------------------------------------------------------------------------------------------------

_cache_info_type = None


def _CacheInfo(hits, misses, maxsize, currsize):
    global _cache_info_type
    if _cache_info_type is None:
        from collections import namedtuple
        _cache_info_type = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module="functools")
    return _cache_info_type(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """Decorator: remember the results of the last `maxsize` different calls (of all calls when None).

    With `typed`, arguments of different types count as different even if they are equal. The wrapper has cache_info(),
    cache_clear() and cache_parameters(). The cache is consistent under threads, but a call may run twice when two threads
    make it at once.
    """
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _make_cache(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _make_cache(user_function, maxsize, typed)


def _make_cache(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Decorator: remember the result of every different call."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A method turned into an attribute: computed when first read, then kept in the instance's __dict__.

    Nothing keeps two threads from computing it at once; the last result stays.
    """

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        value = attributes.get(name, _missing)
        if value is _missing:
            value = self.func(instance)
            try:
                attributes[name] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                                f"does not support item assignment for caching {name!r} property.") from None
        return value

    __class_getitem__ = classmethod(_generic_alias)


_missing = object()


# --- partialmethod -----------------------------------------------------------------------------------------------------------

class partialmethod:
    """partial() for use as a method: the instance is put before the fixed arguments."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            # Flatten: one descriptor less on the way to the function.
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = self.__class__
        parts = [repr(self.func), *map(repr, self.args), *(f"{name}={value!r}" for name, value in self.keywords.items())]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        getter = getattr(self.func, "__get__", None)
        if getter is not None:
            bound = getter(obj, cls)
            if bound is not self.func:
                # The wrapped descriptor (a classmethod, say) has bound what is to be bound.
                made = partial(bound, *self.args, **self.keywords)
                try:
                    made.__self__ = bound.__self__
                except AttributeError:
                    pass
                return made
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(_generic_alias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    previous = None
    while func is not previous:
        previous = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
    return func


# --- singledispatch ----------------------------------------------------------------------------------------------------------

def _find_implementation(cls, registry):
    """Return the implementation for a class: that of the nearest registered class in its method resolution order.

    An ABC that is no base of the class counts as standing right behind the most basic class that it accepts. Two such ABCs at
    the same place, of which neither derives from the other, are ambiguous.
    """
    ancestors = cls.__mro__
    implicit = {}
    for candidate in registry:
        if candidate in ancestors or not hasattr(candidate, "__mro__") or not issubclass(cls, candidate):
            continue
        place = max((index for index, ancestor in enumerate(ancestors) if issubclass(ancestor, candidate)), default=0)
        # Abstract classes that the class names among its bases come before those that it does not name, unless these are
        # derived from them.
        for base in ancestors[place].__bases__:
            if hasattr(base, "__abstractmethods__") and not issubclass(candidate, base):
                place = max(place, ancestors.index(base))
        implicit.setdefault(place, []).append(candidate)
    for index, ancestor in enumerate(ancestors):
        if ancestor in registry:
            return registry[ancestor]
        here = implicit.get(index)
        if here:
            # Drop every ABC of which another one here is a subclass; what is left must be one.
            nearest = [one for one in here if not any(other is not one and issubclass(other, one) for other in here)]
            if len(nearest) > 1:
                raise RuntimeError(f"Ambiguous dispatch: {nearest[0]} or {nearest[1]}")
            return registry[nearest[0]]
    return registry.get(object)


def _is_union(cls):
    from types import UnionType
    if isinstance(cls, UnionType):
        return True
    return type(cls).__module__ == "typing" and getattr(cls, "__origin__", None) is not None and \
        getattr(cls.__origin__, "_name", None) == "Union"


def _is_dispatch_type(cls):
    if isinstance(cls, type) and type(cls) is not type(list[int]):
        return True
    return _is_union(cls) and all(isinstance(one, type) and type(one) is not type(list[int]) for one in cls.__args__)


def singledispatch(func):
    """Make a function generic: which implementation runs is decided by the type of the first argument.

    Implementations are added with the register() method of the result.
    """
    from abc import get_cache_token
    from types import MappingProxyType
    from weakref import WeakKeyDictionary

    registry = {}
    remembered = WeakKeyDictionary()
    token = None

    def dispatch(cls):
        """Return the implementation that would run for a class."""
        nonlocal token
        if token is not None:
            current = get_cache_token()
            if token != current:
                remembered.clear()
                token = current
        try:
            return remembered[cls]
        except KeyError:
            found = registry.get(cls)
            if found is None:
                found = _find_implementation(cls, registry)
            remembered[cls] = found
            return found

    def register(cls, func=None):
        """Add the implementation for a class or a union of classes; without a class, the annotation says it."""
        nonlocal token
        if _is_dispatch_type(cls):
            if func is None:
                return lambda func: register(cls, func)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` or plain "
                                "`@register` on an annotated function.")
            func = cls
            from typing import get_type_hints
            name, cls = next(iter(get_type_hints(func).items()))
            if not _is_dispatch_type(cls):
                if _is_union(cls):
                    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")
        for one in (cls.__args__ if _is_union(cls) else (cls,)):
            registry[one] = func
            if token is None and hasattr(one, "__abstractmethods__"):
                token = get_cache_token()
        remembered.clear()
        return func

    name = getattr(func, "__name__", "singledispatch function")

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = remembered.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch() for methods: the type of the first argument after self decides. Also wraps other descriptors."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Add the implementation for a class."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch
        name = getattr(self.func, "__name__", "singledispatchmethod method")

        def _method(*args, **kwargs):
            if not args:
                raise TypeError(f"{name} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
