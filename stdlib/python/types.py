"""Names for the types of the interpreter's own objects, and help with making classes at run time.

Types that take work to find, or that few programs name, are looked up when first asked for.
"""

import sys


def _sample():
    pass


FunctionType = type(_sample)
LambdaType = FunctionType
CodeType = type(_sample.__code__)
MappingProxyType = type(type.__dict__)
SimpleNamespace = type(sys.implementation)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
ModuleType = type(sys)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)
GenericAlias = type(list[int])
UnionType = type(int | str)


class _Sample:
    def method(self):
        pass


MethodType = type(_Sample().method)
del _sample, _Sample

__all__ = [
    "FunctionType", "LambdaType", "CodeType", "MappingProxyType", "SimpleNamespace", "BuiltinFunctionType",
    "BuiltinMethodType", "ModuleType", "NoneType", "NotImplementedType", "EllipsisType", "GenericAlias", "UnionType",
    "MethodType", "CellType", "GeneratorType", "CoroutineType", "AsyncGeneratorType", "WrapperDescriptorType",
    "MethodWrapperType", "MethodDescriptorType", "ClassMethodDescriptorType", "TracebackType", "FrameType",
    "GetSetDescriptorType", "MemberDescriptorType", "CapsuleType", "DynamicClassAttribute", "coroutine", "new_class",
    "resolve_bases", "prepare_class", "get_original_bases",
]


def _find_cell_type():
    value = None
    return type((lambda: value).__closure__[0])


def _find_generator_type():
    return type((nothing for nothing in ()))


def _find_coroutine_type():
    namespace = {}
    exec("async def sample(): pass", namespace)
    coroutine = namespace["sample"]()
    coroutine.close()
    return type(coroutine)


def _find_async_generator_type():
    namespace = {}
    exec("async def sample(): yield", namespace)
    return type(namespace["sample"]())


def _find_traceback_type():
    try:
        raise TypeError
    except TypeError as error:
        return type(error.__traceback__)


def _find_member_descriptor_type():
    return type(type("Sample", (), {"__slots__": ("member",)}).member)


def _find_capsule_type():
    # What modules in C give each other. There are none, so it has no instances.
    def refuse(cls, *args, **kwargs):
        raise TypeError("cannot create 'PyCapsule' instances")

    return type("PyCapsule", (), {"__module__": "builtins", "__slots__": (), "__new__": refuse,
                                  "__doc__": "A pointer of a module in C, with a name."})


_finders = {
    "CellType": _find_cell_type,
    "GeneratorType": _find_generator_type,
    "CoroutineType": _find_coroutine_type,
    "AsyncGeneratorType": _find_async_generator_type,
    "WrapperDescriptorType": lambda: type(object.__init__),
    "MethodWrapperType": lambda: type(object().__str__),
    "MethodDescriptorType": lambda: type(str.join),
    "ClassMethodDescriptorType": lambda: type(dict.__dict__["fromkeys"]),
    "TracebackType": _find_traceback_type,
    "FrameType": lambda: type(sys._getframe()),
    "GetSetDescriptorType": lambda: type(type(_find_cell_type).__dict__["__code__"]),
    "MemberDescriptorType": _find_member_descriptor_type,
    "CapsuleType": _find_capsule_type,
}


def __getattr__(name):
    finder = _finders.get(name)
    if finder is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        found = finder()
    except ImportError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    globals()[name] = found
    return found


# --- Classes made at run time ------------------------------------------------------------------------------------------------

def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class as a class statement would; exec_body(namespace) fills its body."""
    resolved = resolve_bases(bases)
    metaclass, namespace, keywords = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return metaclass(name, resolved, namespace, **keywords)


def resolve_bases(bases):
    """Replace each base that is no class by what its __mro_entries__() returns."""
    resolved = []
    changed = False
    for base in bases:
        if not isinstance(base, type) and hasattr(base, "__mro_entries__"):
            entries = base.__mro_entries__(bases)
            if not isinstance(entries, tuple):
                raise TypeError("__mro_entries__ must return a tuple")
            resolved.extend(entries)
            changed = True
        else:
            resolved.append(base)
    return tuple(resolved) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """Return the metaclass of a class to be made, the namespace for its body, and the remaining keyword arguments."""
    keywords = dict(kwds) if kwds is not None else {}
    if "metaclass" in keywords:
        metaclass = keywords.pop("metaclass")
    else:
        metaclass = type(bases[0]) if bases else type
    if isinstance(metaclass, type):
        metaclass = _most_derived_metaclass(metaclass, bases)
    namespace = metaclass.__prepare__(name, bases, **keywords) if hasattr(metaclass, "__prepare__") else {}
    return metaclass, namespace, keywords


def _most_derived_metaclass(metaclass, bases):
    winner = metaclass
    for base in bases:
        candidate = type(base)
        if issubclass(winner, candidate):
            continue
        if not issubclass(candidate, winner):
            raise TypeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                            "metaclasses of all its bases")
        winner = candidate
    return winner


def get_original_bases(cls, /):
    """Return the bases as the class statement wrote them, before __mro_entries__() was applied."""
    try:
        return cls.__dict__.get("__orig_bases__", cls.__bases__)
    except AttributeError:
        raise TypeError(f"Expected an instance of type, not {type(cls).__name__!r}") from None


class DynamicClassAttribute:
    """A property of instances only: through the class, the lookup goes on to the metaclass's __getattr__."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or fget.__doc__
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            return _given(self.fget, "unreadable attribute")(instance)
        if self.__isabstractmethod__:
            return self
        raise AttributeError()

    def __set__(self, instance, value):
        _given(self.fset, "can't set attribute")(instance, value)

    def __delete__(self, instance):
        _given(self.fdel, "can't delete attribute")(instance)

    def _with(self, **changed):
        parts = {"fget": self.fget, "fset": self.fset, "fdel": self.fdel, **changed}
        fget = parts["fget"]
        doc = self.__doc__
        if "fget" in changed:
            doc = fget.__doc__ if self.overwrite_doc else self.__doc__
        made = type(self)(fget, parts["fset"], parts["fdel"], doc or self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def getter(self, fget):
        return self._with(fget=fget)

    def setter(self, fset):
        return self._with(fset=fset)

    def deleter(self, fdel):
        return self._with(fdel=fdel)


def _given(function, complaint):
    if function is None:
        raise AttributeError(complaint)
    return function


def coroutine(func):
    """Make a generator function usable with await. Other functions are wrapped: what they return is, if it is like a generator."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if isinstance(func, FunctionType):
        flags = func.__code__.co_flags
        if flags & 0x180:  # a coroutine function, or marked already
            return func
        if flags & 0x20:  # a generator function: the mark is one of its code
            func.__code__ = func.__code__.replace(co_flags=flags | 0x100)
            return func

    import _collections_abc
    import functools
    from types import CoroutineType, GeneratorType

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        if type(result) is CoroutineType or type(result) is GeneratorType and result.gi_code.co_flags & 0x100:
            return result
        if isinstance(result, _collections_abc.Generator) and not isinstance(result, _collections_abc.Coroutine):
            return _GeneratorWrapper(result)
        return result

    return wrapped


def _of_wrapped(name):
    return property(lambda self: getattr(self._wrapped, name))


class _GeneratorWrapper:
    """Gives what is like a generator the methods of a coroutine."""

    def __init__(self, generator):
        self._wrapped = generator
        self.__name__, self.__qualname__ = getattr(generator, "__name__", None), getattr(generator, "__qualname__", None)

    cr_code = gi_code = _of_wrapped("gi_code")
    cr_frame = gi_frame = _of_wrapped("gi_frame")
    cr_running = gi_running = _of_wrapped("gi_running")
    cr_await = gi_yieldfrom = _of_wrapped("gi_yieldfrom")

    def __iter__(self):
        return self._wrapped if type(self._wrapped) is __getattr__("GeneratorType") else self

    __await__ = __iter__

    def __next__(self):
        return next(self._wrapped)

    def send(self, value):
        return self._wrapped.send(value)

    def throw(self, kind, *rest):
        return self._wrapped.throw(kind, *rest)

    def close(self):
        return self._wrapped.close()
