"""Abstract base classes.

Each class made by `ABCMeta` carries its registered subclasses and two memories of answers. All three are sets of weak references
whose callback drops a dead entry; a lookup is one native set operation, which is atomic, so threads share them without a lock.
A remembered «no» counts only while no class has been registered anywhere since (`_registrations`).
"""

from _abc import set_collection_flags as _set_collection_flags
from _thread import allocate_lock as _allocate_lock
from _weakref import ref as _ref

_registrations = 0
_registrations_lock = _allocate_lock()


def get_cache_token():
    """Return a value that changes whenever a class is registered with any ABC."""
    return _registrations


def abstractmethod(funcobj):
    """Mark a method that subclasses must override before they can be instantiated."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Old spelling of @classmethod on @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Old spelling of @staticmethod on @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Old spelling of @property on @abstractmethod."""

    __isabstractmethod__ = True


class _Memory:
    """What an ABC knows about other classes."""

    __slots__ = ("registry", "known", "refused")

    def __init__(self):
        self.registry = set()
        self.known = set()
        # The number of registrations and the refusals made since, in one tuple: a reader must never mix two moments.
        self.refused = (_registrations, set())


_COLLECTION_FLAGS = 1 << 5 | 1 << 6


def _mark_as_collection(cls, flags):
    """Let match take the instances of a class and its subclasses for sequences or mappings."""
    if cls.__flags__ & _COLLECTION_FLAGS != flags:
        _set_collection_flags(cls, flags)
        for subclass in type.__subclasses__(cls):
            _mark_as_collection(subclass, flags)


class ABCMeta(type):
    """The metaclass of abstract base classes: adds register() and lets a class decide what counts as its subclass."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _find_abstract_names(cls, bases, namespace)
        cls._abc_impl = _Memory()
        if "__abc_tpflags__" in namespace:
            # Sequence and Mapping: match takes instances of subclasses, also of registered ones, for such.
            _set_collection_flags(cls, namespace["__abc_tpflags__"])
            del cls.__abc_tpflags__
        return cls

    def register(cls, subclass):
        """Make `subclass` count as a subclass of this ABC; returns it, so that the method works as a decorator."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        registry = cls._abc_impl.registry
        registry.add(_ref(subclass, registry.discard))
        # The entry is in place before the number moves: whoever sees the old number may miss it, nobody else.
        with _registrations_lock:
            _registrations += 1
        if cls.__flags__ & _COLLECTION_FLAGS:
            _mark_as_collection(subclass, cls.__flags__ & _COLLECTION_FLAGS)
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        known = cls._abc_impl.known
        if _ref(subclass) in known:
            return True
        kind = type(instance)
        if kind is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(kind)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        memory = cls._abc_impl
        reference = _ref(subclass)
        if reference in memory.known:
            return True
        moment, refused = memory.refused
        if moment != _registrations:
            # A fresh set, not a cleared one: a thread that still adds to the old set must not spoil the new one.
            refused = set()
            memory.refused = (_registrations, refused)
        if reference in refused:
            return False
        answer = cls.__subclasshook__(subclass)
        if answer is NotImplemented:
            answer = _is_derived(cls, subclass, memory)
        elif not isinstance(answer, bool):
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        remembered = memory.known if answer else refused
        remembered.add(_ref(subclass, remembered.discard))
        return answer

    def _dump_registry(cls, file=None):
        """Print what the class knows, for debugging."""
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {get_cache_token()}", file=file)
        memory = cls._abc_impl
        for name in ("registry", "known", "refused"):
            print(f"_abc_{name}: {getattr(memory, name)!r}", file=file)

    def _abc_registry_clear(cls):
        cls._abc_impl.registry.clear()

    def _abc_caches_clear(cls):
        cls._abc_impl.known.clear()
        cls._abc_impl.refused = (_registrations, set())


def _find_abstract_names(cls, bases, namespace):
    names = {name for name, value in list(namespace.items()) if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


def _is_derived(cls, subclass, memory):
    if cls in getattr(subclass, "__mro__", ()):
        return True
    for reference in list(memory.registry):
        registered = reference()
        if registered is not None and issubclass(subclass, registered):
            return True
    derived_classes = cls.__subclasses__()
    if not isinstance(derived_classes, list):
        raise TypeError("__subclasses__() must return a list")
    for derived in derived_classes:
        if issubclass(subclass, derived):
            return True
    return False


def update_abstractmethods(cls):
    """Work out again which methods of an existing ABC are abstract, after a class decorator changed it."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    cls.__abstractmethods__ = _find_abstract_names(cls, cls.__bases__, cls.__dict__)
    return cls


class ABC(metaclass=ABCMeta):
    """Deriving from it is a short way to make an ABC."""

    __slots__ = ()
