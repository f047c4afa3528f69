"""What annotations are made of. Nothing here checks types: the objects can be subscripted, combined, shown and taken apart."""

import collections
import sys
from _collections_abc import Callable as _AbstractCallable
import _collections_abc as _abc
from abc import ABCMeta, abstractmethod
from operator import getitem as _operator_getitem
from types import GenericAlias, UnionType

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic", "Literal", "Optional", "ParamSpec",
    "Protocol", "Tuple", "Type", "TypeVar", "TypeVarTuple", "Union", "AbstractSet", "ByteString", "Container", "ContextManager",
    "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence",
    "MutableSet", "Sequence", "Sized", "ValuesView", "Awaitable", "AsyncIterator", "AsyncIterable", "Coroutine", "Collection",
    "AsyncGenerator", "AsyncContextManager", "Reversible", "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat",
    "SupportsIndex", "SupportsInt", "SupportsRound", "ChainMap", "Counter", "Deque", "Dict", "DefaultDict", "List", "OrderedDict",
    "Set", "FrozenSet", "NamedTuple", "TypedDict", "Generator", "BinaryIO", "IO", "Match", "Pattern", "TextIO", "AnyStr",
    "assert_type", "assert_never", "cast", "clear_overloads", "dataclass_transform", "final", "get_args", "get_origin",
    "get_overloads", "get_protocol_members", "get_type_hints", "is_protocol", "is_typeddict", "LiteralString", "Never", "NewType",
    "no_type_check", "no_type_check_decorator", "NoDefault", "NoReturn", "NotRequired", "overload", "override", "ParamSpecArgs",
    "ParamSpecKwargs", "ReadOnly", "Required", "reveal_type", "runtime_checkable", "Self", "Text", "TYPE_CHECKING", "TypeAlias",
    "TypeGuard", "TypeIs", "TypeAliasType", "Unpack",
]

TYPE_CHECKING = False
Text = str


# --- Showing and checking ----------------------------------------------------------------------------------------------------

def _type_repr(value):
    if isinstance(value, GenericAlias):
        return repr(value)
    if isinstance(value, type):
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    if value is ...:
        return "..."
    if isinstance(value, type(_type_repr)):
        return value.__name__
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_type_repr, value)) + "]"
    return repr(value)


def _type_check(value, message, *, allow_special=False):
    """Return what a value means as a type: None its type, a string a forward reference."""
    if value is None:
        return type(None)
    if isinstance(value, str):
        return ForwardRef(value, is_class=allow_special)
    if isinstance(value, _GenericAlias) and (value.__origin__ in (Generic, Protocol) or
                                             not allow_special and value.__origin__ in (ClassVar, Final)):
        raise TypeError(f"{value} is not valid as type argument")
    if value in (Any, LiteralString, NoReturn, Never, Self, TypeAlias):
        return value
    if not allow_special and value in (ClassVar, Final) or value in (Generic, Protocol):
        raise TypeError(f"Plain {value} is not valid as type argument")
    if isinstance(value, _SpecialForm) and value in (Union, Optional, Literal, Annotated, Concatenate, Unpack, TypeGuard, TypeIs, Required,
                                                     NotRequired, ReadOnly):
        raise TypeError(f"Plain {value} is not valid as type argument")
    if type(value) is tuple:
        raise TypeError(f"{message} Got {value!r:.100}.")
    return value


def _own_annotations(cls):
    """The annotations that the body of a class has; built-in classes have a descriptor of that name."""
    own = cls.__dict__.get("__annotations__", {})
    return own if isinstance(own, dict) else {}


def _type_convert(value):
    """Return what a value means as a type; nothing is checked."""
    return type(None) if value is None else ForwardRef(value) if isinstance(value, str) else value


def _is_unpacked(value):
    """Whether a value stands for several arguments: *tuple[...] or Unpack[...]."""
    return isinstance(value, _UnpackGenericAlias) or isinstance(value, GenericAlias) and value.__unpacked__


def _opened(args):
    """The arguments with the items of unpacked tuples of known length in place of these."""
    result = []
    for one in args:
        is_class = isinstance(one, type) and not isinstance(one, GenericAlias)
        items = None if is_class else getattr(one, "__typing_unpacked_tuple_args__", None)
        if items is None or items[-1:] == (...,):
            result.append(one)
        else:
            result += items
    return tuple(result)


def _is_parameter_list(value):
    """Whether a value can stand where a ParamSpec does."""
    return value is ... or isinstance(value, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _prepared(alias, parameters, args):
    """The arguments, one for each parameter: a tuple for one that takes several."""
    for one in parameters:
        prepare = getattr(one, "__typing_prepare_subst__", None)
        if prepare is not None:
            args = prepare(alias, args)
    actual, expected = len(args), len(parameters)
    if actual > expected:
        raise TypeError(f"Too many arguments for {alias}; actual {actual}, expected {expected}")
    if actual < expected:
        needed = sum(not one.has_default() for one in parameters)
        raise TypeError(f"Too few arguments for {alias}; actual {actual}, expected at least {needed}")
    return args


def _check_order(parameters):
    """Those with a default come last, and none of them after a TypeVarTuple."""
    default_before = several_before = False
    for one in parameters:
        if one.has_default():
            if several_before and isinstance(one, TypeVar):
                raise TypeError("Type parameter with a default follows TypeVarTuple")
            default_before = True
        elif default_before:
            raise TypeError(f"Type parameter {one!r} without a default follows type parameter with a default")
        several_before = several_before or isinstance(one, TypeVarTuple)


def _flatten_unique(parameters):
    """The members of a union: nested unions opened, repetitions dropped."""
    flat = []
    for one in parameters:
        if isinstance(one, (_UnionGenericAlias, UnionType)):
            flat.extend(one.__args__)
        else:
            flat.append(one)
    unique = []
    for one in flat:
        if one not in unique:
            unique.append(one)
    return tuple(unique)


def _collect_parameters(args):
    """The type variables among arguments, in order of appearance."""
    found = []
    for one in args:
        if isinstance(one, type) and not isinstance(one, GenericAlias):
            continue
        if isinstance(one, tuple):
            parts = _collect_parameters(one)
        elif isinstance(one, (TypeVar, ParamSpec, TypeVarTuple)):
            parts = (one,)
        else:
            parts = getattr(one, "__parameters__", ())
        for part in parts:
            if part not in found:
                found.append(part)
    return tuple(found)


# What types do with `|`, from its left and from its right.

def _union_with(self, other):
    return Union[self, other]


def _union_of(self, other):
    return Union[other, self]


# --- Special forms -----------------------------------------------------------------------------------------------------------

class _Final:
    """Base of what cannot be derived from."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _SpecialForm(_Final, _root=True):
    __slots__ = ("_name", "__doc__", "_getitem")
    __iter__ = None

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __repr__(self):
        return f"typing.{self._name}"

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)

    __or__, __ror__ = _union_with, _union_of

    def __reduce__(self):
        return self._name

    # What can be done with classes, and not with these.

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")


class _AnyMeta(type):
    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()

    def __instancecheck__(self, obj):
        if self is not Any:
            return super().__instancecheck__(obj)
        raise TypeError("typing.Any cannot be used with isinstance()")


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _plain_form(name, doc):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")

    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


NoReturn = _plain_form("NoReturn", "The result of a function that never returns.")
Never = _plain_form("Never", "The type that has no values.")
Self = _plain_form("Self", "The class a method is called on.")
LiteralString = _plain_form("LiteralString", "A string written in the program itself.")
TypeAlias = _plain_form("TypeAlias", "Marks an assignment as a name for a type.")


def _one_type_form(name, doc):
    def getitem(self, parameters):
        item = _type_check(parameters, f"{self._name} accepts only single type.", allow_special=True)
        return _GenericAlias(self, (item,))

    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


ClassVar = _one_type_form("ClassVar", "A variable of the class, not of instances.")
Final = _one_type_form("Final", "A name that is not assigned again.")
TypeGuard = _one_type_form("TypeGuard", "The result of a function that tells whether its argument is of a type.")
TypeIs = _one_type_form("TypeIs", "The result of a function that tells whether its argument is of a type.")
Required = _one_type_form("Required", "A key that a typed dict must have.")
NotRequired = _one_type_form("NotRequired", "A key that a typed dict may lack.")
ReadOnly = _one_type_form("ReadOnly", "A key of a typed dict that is not changed.")


@_SpecialForm
def Union(self, parameters):
    """One of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    parameters = tuple(_type_check(one, "Union[arg, ...]: each arg must be a type.") for one in parameters)
    parameters = _flatten_unique(parameters)
    if len(parameters) == 1:
        return parameters[0]
    if len(parameters) == 2 and type(None) in parameters:
        return _UnionGenericAlias(self, parameters, name="Optional")
    return _UnionGenericAlias(self, parameters)


@_SpecialForm
def Optional(self, parameters):
    """A type, or None."""
    return Union[_type_check(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, parameters):
    """One of several values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for one in parameters:
        flat.extend(one.__args__ if isinstance(one, _LiteralGenericAlias) else (one,))
    unique = []
    for one in flat:
        if not any(type(other) is type(one) and other == one for other in unique):
            unique.append(one)
    try:
        hash(tuple(flat))
    except TypeError:
        # What has no hash is left as it is.
        unique = flat
    return _LiteralGenericAlias(self, tuple(unique))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters in front of those of a ParamSpec."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    return _ConcatenateGenericAlias(self, (*(_type_check(one, message) for one in parameters[:-1]), parameters[-1]))


@_SpecialForm
def Unpack(self, parameters):
    """The types of a tuple of types, one by one."""
    return _UnpackGenericAlias(self, (_type_check(parameters, f"{self} accepts only single type."),))


class ForwardRef(_Final, _root=True):
    """A type named before it exists."""

    __slots__ = ("__forward_arg__", "__forward_code__", "__forward_module__", "__forward_is_class__",
                 "__forward_evaluated__", "__forward_value__", "__forward_is_argument__")

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            code = compile(f"({arg})" if not arg.startswith("*") else f"({arg},)[0]", "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_module__ = module
        self.__forward_is_class__ = is_class
        self.__forward_is_argument__ = is_argument
        self.__forward_evaluated__ = False
        self.__forward_value__ = None

    def _evaluate(self, globals_, locals_, type_params=(), *, recursive_guard=frozenset()):
        if self.__forward_arg__ in recursive_guard:
            return self
        if globals_ is None and locals_ is None:
            globals_ = locals_ = {}
        elif globals_ is None:
            globals_ = locals_
        elif locals_ is None:
            locals_ = globals_
        if self.__forward_module__ is not None:
            globals_ = getattr(sys.modules.get(self.__forward_module__), "__dict__", globals_)
        scope = globals_, locals_
        if type_params:
            # They go before names of the module, but behind those that the class itself defines.
            scope = dict(globals_), dict(locals_)
            for one in type_params:
                if not self.__forward_is_class__ or one.__name__ not in globals_:
                    scope[0][one.__name__] = one
                    scope[1].pop(one.__name__, None)
        value = eval(self.__forward_code__, *scope)
        value = _type_check(value, "Forward references must evaluate to types.", allow_special=self.__forward_is_class__ or
                            not self.__forward_is_argument__)
        self.__forward_value__ = _evaluate(value, globals_, locals_, type_params, recursive_guard | {self.__forward_arg__})
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, ForwardRef) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return self.__forward_arg__, self.__forward_module__

    __or__, __ror__ = _union_with, _union_of

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
        return f"ForwardRef({self.__forward_arg__!r}{module})"


# --- Type variables ----------------------------------------------------------------------------------------------------------

class _NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()
    _only = []

    def __new__(cls):
        if not cls._only:
            cls._only.append(super().__new__(cls))
        return cls._only[0]

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


_NoDefaultType.__name__ = _NoDefaultType.__qualname__ = "NoDefaultType"
NoDefault = _NoDefaultType()


def _not_a_base(cls):
    """Decorator: nothing can be derived from the class."""

    def refuse(cls, /, *args, **kwds):
        raise TypeError(f"type 'typing.{name}' is not an acceptable base type")

    name = cls.__name__
    cls.__init_subclass__ = classmethod(refuse)
    return cls


def _caller_module(depth=2):
    try:
        return sys._getframe(depth).f_globals.get("__name__")
    except (AttributeError, ValueError):
        return None


class _TypeVarLike:
    """What the three kinds of type variables share."""

    def __init__(self, name, bound, covariant, contravariant, infer_variance, default, module):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        self.__name__ = name
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound is not None else None
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__default__ = default
        if module != "typing":
            self.__module__ = module

    def has_default(self):
        """Return whether there is a default."""
        if "_lazy_default" in self.__dict__:
            return True
        return self.__default__ is not NoDefault

    def __getattr__(self, name):
        # Parameters declared by the syntax `[T: bound = default]` hold functions that give these when first asked.
        compute = self.__dict__.get({"__bound__": "_lazy_bound", "__constraints__": "_lazy_constraints",
                                     "__default__": "_lazy_default"}.get(name))
        if compute is None:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        value = self.__dict__[name] = compute()
        return value

    def __setattr__(self, name, value):
        if name == "_lazy_default":
            self.__dict__.pop("__default__", None)
        super().__setattr__(name, value)

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    __or__, __ror__ = _union_with, _union_of

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __reduce__(self):
        return self.__name__


@_not_a_base
class TypeVar(_TypeVarLike):
    """Stands for a type that the user of a generic chooses."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=NoDefault,
                 infer_variance=False):
        super().__init__(name, bound, covariant, contravariant, infer_variance, default, _caller_module())
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple(_type_check(one, "TypeVar(name, constraint, ...): constraints must be types.")
                                     for one in constraints)

    def __typing_subst__(self, arg):
        arg = _type_check(arg, "Parameters to generic types must be types.")
        if _is_unpacked(arg):
            raise TypeError(f"{arg} is not valid as type argument")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        index = alias.__parameters__.index(self)
        return (*args, self.__default__) if index == len(args) and self.has_default() else args


def _lazy_type_var(name, bound, constraints):
    """The type variable of `[name]`, `[name: bound]` or `[name: (constraints)]`; the last two are functions or None."""
    made = TypeVar(name, infer_variance=True)
    for attribute, compute in (("bound", bound), ("constraints", constraints)):
        if compute is not None:
            del made.__dict__[f"__{attribute}__"]
            setattr(made, f"_lazy_{attribute}", compute)
    return made


@_not_a_base
class TypeVarTuple(_TypeVarLike):
    """Stands for any number of types."""

    def __init__(self, name, *, default=NoDefault):
        super().__init__(name, None, False, False, False, default, _caller_module())

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        before = parameters.index(self)
        after = len(parameters) - before - 1
        if any(isinstance(one, TypeVarTuple) for one in parameters[before + 1:]):
            raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
        # *tuple[int, ...] gives as many as are wanted, to every parameter around it.
        endless = [i for i, one in enumerate(args) if not isinstance(one, type) or isinstance(one, GenericAlias)
                   if (getattr(one, "__typing_unpacked_tuple_args__", None) or ())[1:] == (...,)]
        if len(endless) > 1:
            raise TypeError("More than one unpacked arbitrary-length tuple argument")
        left, right, filler = before, after, None
        if endless:
            left, right = min(left, endless[0]), min(right, len(args) - endless[0] - 1)
            filler = args[endless[0]].__typing_unpacked_tuple_args__[0]
        elif before + after > len(args):
            raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {len(parameters) - 1}")
        several = args[left:len(args) - right]
        if not several and self.has_default():
            several = _opened((self.__default__,))
        return (*args[:left], *[filler] * (before - left), several, *[filler] * (after - right), *args[len(args) - right:])


@_not_a_base
class ParamSpecArgs:
    """The positional arguments of a ParamSpec."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return isinstance(other, ParamSpecArgs) and self.__origin__ == other.__origin__

    __hash__ = None

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecArgs")


@_not_a_base
class ParamSpecKwargs:
    """The keyword arguments of a ParamSpec."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        return isinstance(other, ParamSpecKwargs) and self.__origin__ == other.__origin__

    __hash__ = None

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecKwargs")


@_not_a_base
class ParamSpec(_TypeVarLike):
    """Stands for the parameters of a callable."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, infer_variance=False, default=NoDefault):
        super().__init__(name, bound, covariant, contravariant, infer_variance, default, _caller_module())

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return tuple(_type_check(one, "Expected a type.") for one in arg)
        if not _is_parameter_list(arg):
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        index = parameters.index(self)
        if index == len(args) and self.has_default():
            args = (*args, self.__default__)
        if index >= len(args):
            raise TypeError(f"Too few arguments for {alias}")
        if len(parameters) == 1 and not _is_parameter_list(args[0]):
            # The only one needs no brackets: Z[int, str].
            return (args,)
        if isinstance(args[index], list):
            return (*args[:index], tuple(args[index]), *args[index + 1:])
        return args

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


def _lazy_param_spec(name):
    """The parameter specification of `[**name]`."""
    return ParamSpec(name, infer_variance=True)


@_not_a_base
class TypeAliasType:
    """A named type, as the statement `type` makes it."""

    def __init__(self, name, value, *, type_params=()):
        if not isinstance(name, str):
            raise TypeError(f"typealias() argument 'name' must be str, not {type(name).__name__}")
        if not isinstance(type_params, tuple):
            raise TypeError("type_params must be a tuple")
        self.__name__ = name
        self.__value__ = value
        self.__type_params__ = type_params
        self.__parameters__ = tuple(Unpack[one] if isinstance(one, TypeVarTuple) else one for one in type_params)
        self.__module__ = _caller_module()

    def __repr__(self):
        return self.__name__

    def __getitem__(self, parameters):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return GenericAlias(self, parameters)

    __or__, __ror__ = _union_with, _union_of

    def __reduce__(self):
        return self.__name__

    def __setattr__(self, name, value):
        if name in ("__name__", "__value__", "__type_params__", "__parameters__", "__module__") and "__module__" in self.__dict__:
            raise AttributeError("readonly attribute")
        super().__setattr__(name, value)

    def __getattr__(self, name):
        compute = self.__dict__.get("_lazy_value")
        if name != "__value__" or compute is None:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        value = self.__dict__["__value__"] = compute()
        return value


def _lazy_type_alias(name, type_params, compute):
    """The alias of a `type` statement; compute() gives its value when that is first asked for."""
    made = TypeAliasType(name, None, type_params=type_params or ())
    own = made.__dict__
    del own["__value__"]
    own.update(_lazy_value=compute, __module__=_caller_module())
    return made


# --- Aliases -----------------------------------------------------------------------------------------------------------------

def _brings_generic(base, bases):
    """Whether a base is derived from Generic, or stands for one that is."""
    if isinstance(base, type) and not isinstance(base, GenericAlias):
        return issubclass(base, Generic)
    entries = getattr(base, "__mro_entries__", None)
    found = None if entries is None else entries(bases)
    return isinstance(found, tuple) and any(isinstance(one, type) and issubclass(one, Generic) for one in found)


class _BaseGenericAlias(_Final, _root=True):
    """A generic with arguments, or one that waits for them."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # It has no place for attributes.
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        later = bases[bases.index(self) + 1:]
        if not self._name:
            # Generic[...] gives way to a base that brings Generic anyhow.
            if self.__origin__ is Generic and (Protocol in bases or any(isinstance(base, _BaseGenericAlias) for base in later)):
                return ()
            return (self.__origin__,)
        result = [] if self.__origin__ in bases else [self.__origin__]
        if not any(isinstance(base, _BaseGenericAlias) or _brings_generic(base, bases) for base in later):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            return super().__getattr__(attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if attr.startswith("__") and attr.endswith("__") or attr in ("_name", "_inst", "_nparams", "_defaults", "_metadata"):
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    __or__, __ror__ = _union_with, _union_of


class _GenericAlias(_BaseGenericAlias, _root=True):
    """A generic with arguments: List[int]."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _collect_parameters(args)
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if isinstance(other, _GenericAlias):
            return self.__origin__ == other.__origin__ and self.__args__ == other.__args__
        return NotImplemented

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        parameters = self.__parameters__
        if not parameters:
            raise TypeError(f"{self} is not a generic class")
        given = args if isinstance(args, tuple) else (args,)
        chosen = _prepared(self, parameters, _opened(map(_type_convert, given)))
        return self.copy_with(self._substituted(self.__args__, dict(zip(parameters, chosen))))

    def _substituted(self, args, replacements):
        result = []
        for one in args:
            if isinstance(one, type) and not isinstance(one, GenericAlias):
                result.append(one)
                continue
            substitute = getattr(one, "__typing_subst__", None)
            if substitute is not None:
                new = substitute(replacements[one])
            elif isinstance(one, tuple):
                new = self._substituted(one, replacements)
            else:
                chosen = []
                for parameter in getattr(one, "__parameters__", ()):
                    if isinstance(parameter, TypeVarTuple):
                        chosen += replacements[parameter]
                    else:
                        chosen.append(replacements[parameter])
                new = one[tuple(chosen)] if getattr(one, "__parameters__", ()) else one
            # The arguments of a Callable stand beside its result; *Ts gives its items.
            if isinstance(new, tuple) and (self.__origin__ is _AbstractCallable or isinstance(one, _UnpackGenericAlias)):
                result += new
            else:
                result.append(new)
        return tuple(result)

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        args = ", ".join([_type_repr(one) for one in self.__args__]) if self.__args__ else "()"
        return f"{name}[{args}]"

    def __iter__(self):
        yield Unpack[self]

    def __reduce__(self):
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        return _operator_getitem, (origin, args[0] if len(args) == 1 and not isinstance(args[0], tuple) else args)


class _UnionGenericAlias(_GenericAlias, _root=True):
    __iter__ = None

    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            # What Annotated says of a type need not have a hash.
            return all(one in other.__args__ for one in self.__args__) and all(one in self.__args__ for one in other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __reduce__(self):
        return _operator_getitem, (Union, self.__args__)

    def __repr__(self):
        if len(self.__args__) == 2:
            if self.__args__[0] is type(None):
                return f"typing.Optional[{_type_repr(self.__args__[1])}]"
            if self.__args__[1] is type(None):
                return f"typing.Optional[{_type_repr(self.__args__[0])}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        return any(isinstance(obj, one) for one in self.__args__)

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, one) for one in self.__args__)


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return ({(type(one), one) for one in self.__args__} == {(type(one), one) for one in other.__args__})

    def __hash__(self):
        return hash(frozenset((type(one), one) for one in self.__args__))

    def __repr__(self):
        return f"typing.Literal[{', '.join(map(_type_repr, self.__args__))}]"


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, params):
        last = params[-1]
        if isinstance(last, (list, tuple)):
            return (*params[:-1], *last)
        if isinstance(last, _ConcatenateGenericAlias):
            params = (*params[:-1], *last.__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return "typing.Unpack[" + _type_repr(self.__args__[0]) + "]"

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        inner, = self.__args__
        if not isinstance(inner, (_GenericAlias, GenericAlias)):
            return None
        if inner.__origin__ is tuple:
            return inner.__args__
        raise TypeError("Unpack[...] must be used with a tuple type")

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias, _root=True):
    __iter__ = None

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(repr(one) for one in self.__metadata__)}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __reduce__(self):
        return _operator_getitem, (Annotated, (self.__origin__, *self.__metadata__))


@_SpecialForm
def Annotated(self, parameters):
    """A type with something said about it."""
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    origin = _type_check(parameters[0], "Annotated[t, ...]: t must be a type.", allow_special=True)
    return _AnnotatedAlias(origin, tuple(parameters[1:]))


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """A generic of the library that waits for arguments: List."""

    __iter__ = None

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self._defaults = defaults
        self.__doc__ = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_check(one, "Parameters to generic types must be types.") for one in params)
        missing = self._nparams - len(params)
        if self._defaults and 0 < missing <= len(self._defaults):
            params += self._defaults[-missing:]
        if len(params) != self._nparams:
            expected = f"at least {self._nparams - len(self._defaults)}" if self._defaults else self._nparams
            raise TypeError(f"Too {'many' if len(params) > self._nparams else 'few'} arguments for {self}; "
                            f"actual {len(params)}, expected {expected}")
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __reduce__(self):
        return self._name


class _TupleType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) == 2 and params[1] is ...:
            return self.copy_with((_type_check(params[0], "Tuple[t, ...]: t must be a type."), ...))
        return self.copy_with(tuple(_type_check(one, "Tuple[t0, t1, ...]: each t must be a type.") for one in params))


class _CallableGenericAlias(_GenericAlias, _root=True):
    __iter__ = None

    def __reduce__(self):
        args = self.__args__
        if not (len(args) == 2 and _is_parameter_list(args[0])):
            args = list(args[:-1]), args[-1]
        return _operator_getitem, (Callable, args)

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_parameter_list(args[0]):
            return super().__repr__()
        return f"typing.Callable[[{', '.join(_type_repr(one) for one in args[:-1])}], {_type_repr(args[-1])}]"


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, list):
            args = tuple(_type_check(one, "Callable[[arg, ...], result]: each arg must be a type.") for one in args)
            return self.copy_with((*args, result))
        return self.copy_with((args, result))


def _alias(origin, count, *, inst=True, name=None, defaults=()):
    return _SpecialGenericAlias(origin, count, inst=inst, name=name, defaults=defaults)


Hashable = _alias(_abc.Hashable, 0, inst=False)
Awaitable = _alias(_abc.Awaitable, 1, inst=False)
Coroutine = _alias(_abc.Coroutine, 3, inst=False)
AsyncIterable = _alias(_abc.AsyncIterable, 1, inst=False)
AsyncIterator = _alias(_abc.AsyncIterator, 1, inst=False)
AsyncGenerator = _alias(_abc.AsyncGenerator, 2, inst=False, defaults=(type(None),))
Iterable = _alias(_abc.Iterable, 1, inst=False)
Iterator = _alias(_abc.Iterator, 1, inst=False)
Generator = _alias(_abc.Generator, 3, inst=False, defaults=(type(None), type(None)))
Reversible = _alias(_abc.Reversible, 1, inst=False)
Sized = _alias(_abc.Sized, 0, inst=False)
Container = _alias(_abc.Container, 1, inst=False)
Collection = _alias(_abc.Collection, 1, inst=False)
AbstractSet = _alias(_abc.Set, 1, inst=False, name="AbstractSet")
MutableSet = _alias(_abc.MutableSet, 1, inst=False)
Mapping = _alias(_abc.Mapping, 2, inst=False)
MutableMapping = _alias(_abc.MutableMapping, 2, inst=False)
Sequence = _alias(_abc.Sequence, 1, inst=False)
MutableSequence = _alias(_abc.MutableSequence, 1, inst=False)
ByteString = _alias(_abc.ByteString, 0, inst=False)
MappingView = _alias(_abc.MappingView, 1, inst=False)
KeysView = _alias(_abc.KeysView, 1, inst=False)
ItemsView = _alias(_abc.ItemsView, 2, inst=False)
ValuesView = _alias(_abc.ValuesView, 1, inst=False)
Callable = _CallableType(_AbstractCallable, 2, inst=False)
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
List = _alias(list, 1, inst=False, name="List")
Deque = _alias(collections.deque, 1, name="Deque")
Set = _alias(set, 1, inst=False, name="Set")
FrozenSet = _alias(frozenset, 1, inst=False, name="FrozenSet")
Dict = _alias(dict, 2, inst=False, name="Dict")
DefaultDict = _alias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
Type = _alias(type, 1, inst=False, name="Type")


def _make_chain_map():
    return _alias(collections.ChainMap, 2)


def _make_context_manager():
    import contextlib
    return _alias(contextlib.AbstractContextManager, 2, name="ContextManager", defaults=(bool | None,))


def _make_async_context_manager():
    import contextlib
    return _alias(contextlib.AbstractAsyncContextManager, 2, name="AsyncContextManager", defaults=(bool | None,))


def _make_pattern():
    import re
    return _alias(re.Pattern, 1)


def _make_match():
    import re
    return _alias(re.Match, 1)


def _make_io(name):
    import _typing_io
    return getattr(_typing_io, name)


_makers = {"IO": lambda: _make_io("IO"), "BinaryIO": lambda: _make_io("BinaryIO"), "TextIO": lambda: _make_io("TextIO"),
           "ChainMap": _make_chain_map, "ContextManager": _make_context_manager,
           "AsyncContextManager": _make_async_context_manager, "Pattern": _make_pattern, "Match": _make_match}


def __getattr__(name):
    maker = _makers.get(name)
    if maker is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made = globals()[name] = maker()
    return made


# --- Generic and Protocol ----------------------------------------------------------------------------------------------------

class Generic:
    """The base of generic classes: class Box(Generic[T])."""

    __slots__ = ()
    _is_protocol = False

    @classmethod
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(map(_type_convert, params))
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            if not all(isinstance(one, (TypeVar, ParamSpec)) or isinstance(one, _UnpackGenericAlias) and
                       one.__typing_is_unpacked_typevartuple__ for one in params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification "
                                "variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
            _check_order(_collect_parameters(params))
        else:
            expected = getattr(cls, "__parameters__", ())
            if not expected:
                raise TypeError(f"{cls} is not a generic class")
            several = []
            for parameter, new in zip(expected, _prepared(cls, expected, params)):
                several += new if isinstance(parameter, TypeVarTuple) else (new,)
            params = tuple(several)
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        parameters = ()
        bases = cls.__dict__.get("__orig_bases__", ())
        if "__orig_bases__" in cls.__dict__ and Generic in bases:
            raise TypeError("Cannot inherit from plain Generic")
        if bases:
            parameters = _collect_parameters(bases)
            declared = None
            for base in bases:
                if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                    if declared is not None:
                        raise TypeError("Cannot inherit from Generic[...] multiple times.")
                    declared = base.__parameters__
            if declared is not None:
                missing = [one for one in parameters if one not in declared]
                if missing:
                    raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in "
                                    f"Generic[{', '.join(map(str, declared))}]")
                parameters = declared
        cls.__parameters__ = parameters


def _generic_base(type_params):
    """The base that `class A[T, *Ts]` gets for its type parameters."""
    return Generic[tuple(Unpack[one] if isinstance(one, TypeVarTuple) else one for one in type_params)]


_not_protocol_members = frozenset((
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
    "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__", "__static_attributes__", "__firstlineno__",
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__",
    "__non_callable_proto_members__", "__type_params__", "_abc_impl", "__init_subclass__",
))


def _find_protocol_members(cls):
    members = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for name in [*base.__dict__, *_own_annotations(base)]:
            if not name.startswith("_abc_") and name not in _not_protocol_members:
                members.add(name)
    return members


_no_attribute = object()


def _static_attribute(instance, name):
    """The attribute as it stands in the object or its classes: no descriptor and no __getattr__ is asked."""
    try:
        own = object.__getattribute__(instance, "__dict__")
    except AttributeError:
        own = {}
    for namespace in [own, *(base.__dict__ for base in type(instance).__mro__)]:
        if name in namespace:
            return namespace[name]
    if isinstance(instance, type):
        for base in instance.__mro__:
            if name in base.__dict__:
                return base.__dict__[name]
    return _no_attribute


# The classes of other modules that protocols may be derived from.
_PROTOCOLS_ELSEWHERE = {
    "collections.abc": ("Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator", "Hashable", "Sized", "Container",
                        "Collection", "Reversible", "Buffer"),
    "contextlib": ("AbstractContextManager", "AbstractAsyncContextManager"),
}


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != "Protocol" and any(base is Protocol for base in bases):
            for base in bases:
                if not (base in (object, Generic, Protocol) or getattr(base, "_is_protocol", False) or
                        base.__name__ in _PROTOCOLS_ELSEWHERE.get(base.__module__, ())):
                    raise TypeError("Protocols can only inherit from other protocols, got %r" % base)
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False) and not isinstance(other, type):
            raise TypeError("issubclass() arg 1 must be a class")
        # abc and functools ask of every class that they meet.
        is_asked_in_passing = _caller_module() in ("abc", "functools", None)
        if getattr(cls, "_is_protocol", False) and not getattr(cls, "_is_runtime_protocol", False) and \
                cls not in getattr(other, "__mro__", ()) and not is_asked_in_passing:
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if not is_asked_in_passing and getattr(cls, "_is_runtime_protocol", False) and cls.__non_callable_proto_members__ and \
                cls.__dict__.get("__subclasshook__") is _protocol_hook_holder.__dict__.get("__subclasshook__"):
            raise TypeError("Protocols with non-method members don't support issubclass(). Non-method members: "
                            f"{str(sorted(cls.__non_callable_proto_members__))[1:-1]}.")
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False) and cls not in type(instance).__mro__ and \
                _caller_module() not in ("abc", "functools", None):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if cls in type(instance).__mro__ or ABCMeta.__subclasscheck__(cls, type(instance)):
            return True
        for name in cls.__protocol_attrs__:
            value = _static_attribute(instance, name)
            if value is _no_attribute or value is None and name not in cls.__non_callable_proto_members__:
                return False
        return True


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of classes that say which members an object has, whatever its class."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        cls.__protocol_attrs__ = _find_protocol_members(cls) if cls._is_protocol else set()
        cls.__non_callable_proto_members__ = set()
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _protocol_hook_holder.__dict__["__subclasshook__"]
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_protocol_init

    def __init__(self, *args, **kwargs):
        if type(self)._is_protocol:
            raise TypeError("Protocols cannot be instantiated")


def _no_protocol_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # The class that is made is no protocol: go on to the first constructor behind the protocols, unless it has one itself,
    # which has called this one.
    if cls.__init__ is not _no_protocol_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_protocol_init)
        if init is not _no_protocol_init and init is not Protocol.__dict__["__init__"]:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


class _protocol_hook_holder:
    @classmethod
    def __subclasshook__(cls, other):
        if not cls.__dict__.get("_is_protocol", False):
            return NotImplemented
        for name in cls.__protocol_attrs__:
            for base in other.__mro__:
                if name in base.__dict__:
                    if base.__dict__[name] is None:
                        return NotImplemented
                    break
                if name in _own_annotations(base) and getattr(other, "_is_protocol", False):
                    break
            else:
                return NotImplemented
        return True


def runtime_checkable(cls):
    """Class decorator: let isinstance() ask whether an object has the members of a protocol."""
    if not (isinstance(cls, type) and getattr(cls, "_is_protocol", False)):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % cls)
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = {name for name in cls.__protocol_attrs__ if not callable(getattr(cls, name, None))}
    return cls


def is_protocol(tp, /):
    """Return whether it is a protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the names of the members of a protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)
for _variable in (T, KT, VT, T_co, AnyStr):
    _variable.__module__ = "typing"
del _variable


@runtime_checkable
class SupportsInt(Protocol):
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


# --- NamedTuple, TypedDict, NewType ------------------------------------------------------------------------------------------

_forbidden_in_named_tuple = frozenset({"__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                                       "_field_types", "_make", "_replace", "_asdict", "_source"})


_special_in_named_tuple = frozenset({"__annotations__", "__module__", "__qualname__", "__doc__", "__static_attributes__",
                                     "__firstlineno__", "__classcell__", "__orig_bases__", "__classdictcell__"})


def _make_named_tuple(name, types, module, defaults=()):
    types = {field: _type_check(annotation, f"field {field} annotation must be a type") for field, annotation in types}
    made = collections.namedtuple(name, types, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = types
    return made


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, namespace):
        if any(base is not _NamedTuple and base is not Generic for base in bases):
            raise TypeError("can only inherit from a NamedTuple type and Generic")
        if bases.count(_NamedTuple) > 1:
            raise TypeError("duplicate base class tuple")
        types = namespace.get("__annotations__", {})
        default_names = []
        for name in types:
            if name in namespace:
                default_names.append(name)
            elif default_names:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(default_names) > 1 else ''} {', '.join(default_names)}")
        made = _make_named_tuple(typename, types.items(), namespace["__module__"], [namespace[name] for name in default_names])
        if Generic in bases:
            made.__bases__ = tuple(tuple if base is _NamedTuple else base for base in bases)
            # That of tuple would come first.
            made.__class_getitem__ = classmethod(Generic.__dict__["__class_getitem__"].__func__)
        for name, value in namespace.items():
            if name in _forbidden_in_named_tuple:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + name)
            if name in _special_in_named_tuple:
                continue
            if name not in made._fields:
                setattr(made, name, value)
            hook = getattr(type(value), "__set_name__", None)
            if hook is not None:
                try:
                    hook(value, made, name)
                except BaseException as error:
                    error.add_note(f"Error calling __set_name__ on {type(value).__name__!r} instance {name!r} in {typename!r}")
                    raise
        if namespace.get("__doc__"):
            made.__doc__ = namespace["__doc__"]
        made.__qualname__ = namespace.get("__qualname__", typename)
        if "__orig_bases__" in namespace:
            made.__orig_bases__ = namespace["__orig_bases__"]
        if Generic in bases:
            made.__init_subclass__()
        return made


_missing = object()


def _warn_of_fields(maker, fields, empty):
    """The deprecated ways to say that there are no fields."""
    if fields is None:
        what = "Passing `None` as the 'fields' parameter"
    else:
        what = "Failing to pass a value for the 'fields' parameter"
    import warnings
    warnings.warn(f"{what} is deprecated and will be disallowed in Python 3.15. To create a {maker} class with 0 fields using the "
                  f"functional syntax, pass an empty {empty}.", DeprecationWarning, stacklevel=3)


def NamedTuple(typename, fields=_missing, /, **kwargs):
    """Make a namedtuple with types: a base class, or a function of a name and (name, type) pairs."""
    if kwargs:
        if fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields using keyword arguments")
        if fields is not _missing:
            raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
        fields = kwargs.items()
        import warnings
        what = "Creating NamedTuple classes using keyword arguments"
        warnings._deprecated(what, "{name} is deprecated and will be disallowed in Python {remove}. "
                                   "Use the class-based or functional syntax instead.", remove=(3, 15))
    elif fields is None or fields is _missing:
        _warn_of_fields("NamedTuple", fields, f"list, e.g. `{typename} = NamedTuple({typename!r}, [])`")
        fields = ()
    made = _make_named_tuple(typename, fields, _caller_module())
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


def _qualifiers(annotation):
    """What is said about a key beside its type, however deep."""
    found = set()
    while True:
        if isinstance(annotation, _AnnotatedAlias):
            annotation = annotation.__origin__
        elif getattr(annotation, "__origin__", None) in (Required, NotRequired, ReadOnly):
            found.add(annotation.__origin__)
            annotation, = annotation.__args__
        else:
            return found


class _TypedDictMeta(type):
    def __new__(cls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        made = type.__new__(cls, name, (*generic, dict), namespace)
        own = {key: ForwardRef(annotation, module=made.__module__) if isinstance(annotation, str) else
               _type_check(annotation, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type", allow_special=True)
               for key, annotation in namespace.get("__annotations__", {}).items()}
        annotations = {}
        required, optional, read_only, mutable = set(), set(), set(), set()
        for base in bases:
            annotations.update(_own_annotations(base))
            # Of two bases that have a key, the last says whether it must be there.
            for keys, others, name in ((required, optional, "__required_keys__"), (optional, required, "__optional_keys__")):
                of_base = base.__dict__.get(name, frozenset())
                keys |= of_base
                others -= of_base
            read_only |= base.__dict__.get("__readonly_keys__", frozenset())
            mutable |= base.__dict__.get("__mutable_keys__", frozenset())
        annotations.update(own)
        for key, annotation in own.items():
            qualifiers = _qualifiers(annotation)
            is_required = Required in qualifiers or total and NotRequired not in qualifiers
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            if ReadOnly in qualifiers:
                if key in mutable:
                    raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
                read_only.add(key)
            else:
                mutable.add(key)
                read_only.discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(read_only)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        if "__orig_bases__" not in made.__dict__:
            made.__orig_bases__ = bases
        return made

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=_missing, /, *, total=True):
    """Make the type of dicts with certain keys: a base class, or a function of a name and a dict of types."""
    if fields is None or fields is _missing:
        _warn_of_fields("TypedDict", fields, f"dictionary, e.g. `{typename} = TypedDict({typename!r}, {{}})`")
        fields = {}
    namespace = {"__annotations__": dict(fields)}
    module = _caller_module()
    if module is not None:
        namespace["__module__"] = module
    made = _TypedDictMeta(typename, (), namespace, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Return whether it is the type of dicts with certain keys."""
    return isinstance(tp, _TypedDictMeta)


class NewType:
    """A name for a type that checkers hold apart from it; calling it returns the argument."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _caller_module()
        if module != "typing":
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")

        return (Dummy,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    __or__, __ror__ = _union_with, _union_of


# --- Functions ---------------------------------------------------------------------------------------------------------------

def cast(typ, val):
    """Return the value; checkers take it to be of the type."""
    return val


def assert_type(val, typ, /):
    """Return the value; checkers check its type."""
    return val


def assert_never(arg, /):
    """Raise AssertionError; checkers check that it is never reached."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def reveal_type(obj, /):
    """Tell the type on stderr and return the value."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def _with_args(value, args):
    """The same type with other arguments."""
    if args == value.__args__:
        return value
    if isinstance(value, UnionType):
        result = args[0]
        for one in args[1:]:
            result |= one
        return result
    if isinstance(value, GenericAlias):
        result = GenericAlias(value.__origin__, args)
        return next(iter(result)) if value.__unpacked__ else result
    return value.copy_with(args)


def _evaluate(value, globals_, locals_, type_params=(), recursive_guard=frozenset()):
    """Replace the forward references in a type by what they name; those that lead back to themselves stay."""
    def evaluated(one):
        return _evaluate(one, globals_, locals_, type_params, recursive_guard)

    if isinstance(value, ForwardRef):
        return value._evaluate(globals_, locals_, type_params, recursive_guard=recursive_guard)
    if isinstance(value, _LiteralGenericAlias):
        return value
    if isinstance(value, GenericAlias):
        args = tuple(ForwardRef(one) if isinstance(one, str) else one for one in value.__args__)
        args = tuple(map(evaluated, args))
        if value.__origin__ is _AbstractCallable and args != value.__args__:
            # Its arguments and its result are told apart.
            return _AbstractCallable[args[0] if len(args) == 2 and _is_parameter_list(args[0]) else list(args[:-1]), args[-1]]
        return _with_args(value, args)
    if isinstance(value, (_GenericAlias, UnionType)):
        return _with_args(value, tuple(map(evaluated, value.__args__)))
    return value


def _strip_annotations(value):
    if isinstance(value, _AnnotatedAlias):
        return _strip_annotations(value.__origin__)
    if getattr(value, "__origin__", None) in (Required, NotRequired, ReadOnly):
        return _strip_annotations(value.__args__[0])
    if isinstance(value, _LiteralGenericAlias):
        return value
    if isinstance(value, (_GenericAlias, GenericAlias, UnionType)):
        return _with_args(value, tuple(map(_strip_annotations, value.__args__)))
    return value


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return the annotations of a function, class or module, with names in strings looked up."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            space = getattr(sys.modules.get(base.__module__), "__dict__", {}) if globalns is None else globalns
            names = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                # So the names of the class go before those of the module.
                space, names = names, space
            type_params = getattr(base, "__type_params__", ())
            for name, value in _own_annotations(base).items():
                if value is None:
                    value = type(None)
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False, is_class=True)
                hints[name] = _evaluate(value, space, names, type_params)
    else:
        if isinstance(obj, type(sys)):
            space = obj.__dict__
        else:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            space = getattr(inner, "__globals__", {})
        if globalns is None:
            globalns = space
        if localns is None:
            localns = globalns
        annotations = getattr(obj, "__annotations__", None)
        if annotations is None:
            if callable(obj) or isinstance(obj, type(sys)):
                return {}
            raise TypeError("{!r} is not a module, class, method, or function.".format(obj))
        for name, value in annotations.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = ForwardRef(value, is_argument=not isinstance(obj, type(sys)))
            hints[name] = _evaluate(value, globalns, localns, getattr(obj, "__type_params__", ()))
    if include_extras:
        return hints
    return {name: _strip_annotations(value) for name, value in hints.items()}


def get_origin(tp):
    """Return the generic without its arguments: list for list[int]; None for what has none."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """Return the arguments of a generic."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is _AbstractCallable and not (
                len(args) == 2 and (args[0] is ... or isinstance(args[0], (ParamSpec, _ConcatenateGenericAlias)))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


_overloads = {}


def _overload_refused(*args, **kwds):
    raise NotImplementedError("You should not call an overloaded function. A series of @overload-decorated functions outside a "
                              "stub module should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Decorator for the declarations before a function that takes different kinds of arguments."""
    function = getattr(func, "__func__", func)
    try:
        key = (function.__module__, function.__qualname__)
        _overloads.setdefault(key, {})[function.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_refused


def get_overloads(func):
    """Return the declarations of a function made with @overload."""
    function = getattr(func, "__func__", func)
    return list(_overloads.get((function.__module__, function.__qualname__), {}).values())


def clear_overloads():
    """Forget all of them."""
    _overloads.clear()


def _mark(value, name):
    try:
        setattr(value, name, True)
    except (AttributeError, TypeError):
        pass
    return value


def final(f):
    """Decorator: say that a method is not overridden or a class not derived from."""
    return _mark(f, "__final__")


def override(method, /):
    """Decorator: say that a method overrides one of a base class."""
    return _mark(method, "__override__")


def no_type_check(arg):
    """Decorator: say that the annotations are no types."""
    if isinstance(arg, type):
        for name, value in list(arg.__dict__.items()):
            # What is defined in the class, and not elsewhere.
            value = getattr(value, "__func__", value)
            if getattr(value, "__qualname__", None) != f"{arg.__qualname__}.{getattr(value, '__name__', name)}" or \
                    getattr(value, "__module__", None) != arg.__module__:
                continue
            if isinstance(value, type):
                no_type_check(value)
            elif isinstance(value, type(no_type_check)):
                value.__no_type_check__ = True
    return _mark(arg, "__no_type_check__")


def no_type_check_decorator(decorator):
    """The same for decorators; deprecated."""
    import functools
    import warnings
    warnings._deprecated("typing.no_type_check_decorator", remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """Decorator: say that something makes data classes."""
    def decorate(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "frozen_default": frozen_default, "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn

    return decorate
