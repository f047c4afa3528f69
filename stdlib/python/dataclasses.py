"""Classes whose methods follow from the annotations in their bodies.

The methods are written as source and compiled, so that they are as fast as methods written by hand, and calls with wrong
arguments get the usual errors.
"""

import sys
from types import GenericAlias, MappingProxyType

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict", "astuple",
    "make_dataclass", "replace", "is_dataclass",
]


class FrozenInstanceError(AttributeError):
    """A field of a frozen instance was to be changed."""


class _MISSING_TYPE:
    """Stands for what was not given."""


class _KW_ONLY_TYPE:
    """The annotation behind which fields are given by name alone."""


MISSING, KW_ONLY = _MISSING_TYPE(), _KW_ONLY_TYPE()


class _HAS_DEFAULT_FACTORY_CLASS:
    """The default of a parameter whose field has a factory."""

    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()
_EMPTY_METADATA = MappingProxyType({})


class _FIELD_BASE:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


class InitVar:
    """The annotation of a parameter of __init__() that is no field but is passed on to __post_init__()."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            name = self.type.__name__
        else:
            name = repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of a field."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
                 "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        # Known once the class is looked at.
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare, self.kw_only = init, repr, hash, compare, kw_only
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)

    def __repr__(self):
        names = "name type default default_factory init repr hash compare metadata kw_only _field_type"
        return f"Field({','.join(f'{name}={getattr(self, name)!r}' for name in names.split())})"

    def __set_name__(self, owner, name):
        # The default may be a descriptor that wants to know its name.
        function = getattr(type(self.default), "__set_name__", None)
        if function:
            function(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """The arguments dataclass() was called with."""

    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots", "weakref_slot")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        given = init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot
        for name, value in zip(self.__slots__, given):
            setattr(self, name, value)

    def __repr__(self):
        return "_DataclassParams(" + ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__) + ")"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """Say more of a field than its annotation does."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# --- Collecting fields -------------------------------------------------------------------------------------------------------

def _is_classvar(annotation):
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    return annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _take_word(text):
    """The word at the start of a text, and what follows, without the white space around it."""
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:].lstrip()


def _names_type(text, cls, module_name, name, wanted):
    """Whether an annotation given as text means typing.ClassVar, dataclasses.InitVar or KW_ONLY, as far as text can tell."""
    # A name, or two with a dot between them; whatever follows does not matter.
    prefix, rest = _take_word(text)
    last = None
    if prefix and rest.startswith("."):
        last, rest = _take_word(rest[1:])
    word = prefix
    space = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    if last:
        module = space.get(prefix)
        if module is None or module is not sys.modules.get(module_name):
            return False
        found = getattr(module, last, None)
    else:
        found = space.get(word)
    return found is wanted and wanted is not None


def _make_field(cls, name, annotation, default_kw_only):
    """Make the Field of one annotated name of a class."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        made = default
    else:
        if type(default).__name__ == "member_descriptor":
            # The slot of a class made before; no default.
            default = MISSING
        made = field(default=default)
    made.name = name
    made.type = annotation
    made._field_type = _FIELD
    typing = sys.modules.get("typing")
    if _is_classvar(annotation) or (isinstance(annotation, str) and typing is not None and
                                    _names_type(annotation, cls, "typing", "ClassVar", typing.ClassVar)):
        made._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation) or (isinstance(annotation, str) and
                                     _names_type(annotation, cls, "dataclasses", "InitVar", InitVar)):
        made._field_type = _FIELD_INITVAR
    if made._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if made.default_factory is not MISSING:
            raise TypeError(f"field {made.name} cannot have a default factory")
    if made._field_type in (_FIELD, _FIELD_INITVAR):
        if made.kw_only is MISSING:
            made.kw_only = default_kw_only
    elif made.kw_only is not MISSING:
        raise TypeError(f"field {made.name} is a ClassVar but specifies kw_only")
    if made._field_type is _FIELD and made.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(made.default)} for field {made.name} is not allowed: use default_factory")
    return made


def fields(class_or_instance):
    """Return the fields of a data class or of an instance of one."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(one for one in found.values() if one._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Return whether it is a data class or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


# --- Writing methods ---------------------------------------------------------------------------------------------------------

class _Source:
    """Collects the source of methods, and compiles them all at once.

    Objects that the source needs are parameters of the function around the methods.
    """

    def __init__(self, space):
        self.space = space
        self.lines = []
        self.names = []
        self.overwrite_errors = {}
        self.outer = {}
        self.annotations = {}

    def add(self, name, parameters, body, *, overwrite_error=False, annotations=None, decorator=None):
        self.names.append(name)
        self.overwrite_errors[name] = overwrite_error
        self.annotations[name] = annotations
        if decorator:
            self.lines.append(f"  {decorator}")
        self.lines.append(f"  def {name}({','.join(parameters)}):")
        self.lines.extend("    " + line for line in body)

    def add_to(self, cls):
        if not self.names:
            return
        text = (f"def __create_fn__({', '.join(self.outer)}):\n" + "\n".join(self.lines) +
                f"\n  return ({','.join(self.names)},)")
        space = {}
        exec(text, self.space, space)
        for name, function in zip(self.names, space["__create_fn__"](**self.outer)):
            function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
            if self.annotations[name] is not None:
                function.__annotations__ = self.annotations[name]
            if name in cls.__dict__:
                error = self.overwrite_errors[name]
                if error:
                    extra = error if isinstance(error, str) else ""
                    raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}{extra}")
                continue
            setattr(cls, name, function)


def _make_init(source, own_fields, frozen, has_post_init, self_name, slots):
    previous = None
    for one in own_fields:
        if one.init and not one.kw_only:
            if not (one.default is MISSING and one.default_factory is MISSING):
                previous = one
            elif previous is not None:
                raise TypeError(f"non-default argument {one.name!r} follows default argument {previous.name!r}")
    annotations = {"return": None}
    body = []
    source.outer["__dataclass_HAS_DEFAULT_FACTORY__"] = _HAS_DEFAULT_FACTORY
    source.outer["__dataclass_builtins_object__"] = object
    for one in own_fields:
        if one.init:
            annotations[one.name] = one.type
        default_name = f"__dataclass_dflt_{one.name}__"
        if one.default_factory is not MISSING:
            source.outer[default_name] = one.default_factory
            if one.init:
                value = f"{default_name}() if {one.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {one.name}"
            else:
                value = f"{default_name}()"
        elif one.init:
            if one.default is not MISSING:
                source.outer[default_name] = one.default
            value = one.name
        elif slots and one.default is not MISSING:
            source.outer[default_name] = one.default
            value = default_name
        else:
            continue
        if one._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append(f"__dataclass_builtins_object__.__setattr__({self_name},{one.name!r},{value})")
        else:
            body.append(f"{self_name}.{one.name}={value}")
    if has_post_init:
        arguments = ",".join(one.name for one in own_fields if one._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.{_POST_INIT_NAME}({arguments})")
    if not body:
        body = ["pass"]

    def parameter(one):
        if one.default is not MISSING:
            return f"{one.name}=__dataclass_dflt_{one.name}__"
        if one.default_factory is not MISSING:
            return f"{one.name}=__dataclass_HAS_DEFAULT_FACTORY__"
        return one.name

    parameters = [self_name] + [parameter(one) for one in own_fields if one.init and not one.kw_only]
    keyword_only = [parameter(one) for one in own_fields if one.init and one.kw_only]
    if keyword_only:
        parameters += ["*", *keyword_only]
    annotations["return"] = annotations.pop("return")
    source.add("__init__", parameters, body, annotations=annotations)


def _describe_annotation(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", "__main__") and annotation.__module__ == "builtins":
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


def _describe_signature(own_fields):
    """The parameters of __init__(), for the class's documentation."""
    def describe(one):
        text = f"{one.name}: {_describe_annotation(one.type)}"
        if one.default is not MISSING:
            text += f" = {one.default!r}"
        elif one.default_factory is not MISSING:
            text += " = <factory>"
        return text

    shown = [describe(one) for one in own_fields if one.init and not one.kw_only]
    keyword_only = [describe(one) for one in own_fields if one.init and one.kw_only]
    if keyword_only:
        shown += ["*", *keyword_only]
    return f"({', '.join(shown)})"


def _hash_action(unsafe_hash, eq, frozen, has_explicit_hash):
    """What to do about __hash__: "add", "none", "error" or nothing."""
    if unsafe_hash:
        return "error" if has_explicit_hash else "add"
    if not eq or has_explicit_hash:
        return None
    return "add" if frozen else "none"


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    all_fields = {}
    space = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot))

    any_frozen_base = False
    all_frozen_bases = None
    has_dataclass_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is None:
            continue
        has_dataclass_bases = True
        all_fields.update(base_fields)
        is_frozen = getattr(base, _PARAMS).frozen
        all_frozen_bases = is_frozen if all_frozen_bases is None else all_frozen_bases and is_frozen
        any_frozen_base = any_frozen_base or is_frozen

    annotations = cls.__dict__.get("__annotations__", {})
    own_fields = []
    keyword_only_seen = False
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or isinstance(annotation, str) and \
                _names_type(annotation, cls, "dataclasses", "KW_ONLY", KW_ONLY):
            if keyword_only_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            keyword_only_seen = True
            kw_only = True
        else:
            own_fields.append(_make_field(cls, name, annotation, kw_only))
    for one in own_fields:
        all_fields[one.name] = one
        # The Field is no value; leave the default, or nothing, in its place.
        if isinstance(getattr(cls, one.name, None), Field):
            if one.default is MISSING:
                delattr(cls, one.name)
            else:
                setattr(cls, one.name, one.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")

    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen_bases is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, all_fields)

    explicit_hash = cls.__dict__.get("__hash__", MISSING)
    # A class that defines __eq__ gets a __hash__ of None by itself.
    has_explicit_hash = not (explicit_hash is MISSING or explicit_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    source = _Source(space)
    init_fields = [one for one in all_fields.values() if one._field_type in (_FIELD, _FIELD_INITVAR)]
    shown_fields = [one for one in all_fields.values() if one._field_type is _FIELD]
    if init:
        _make_init(source, init_fields, frozen, hasattr(cls, _POST_INIT_NAME),
                   "__dataclass_self__" if "self" in all_fields else "self", slots)
    if not hasattr(cls, "__replace__"):
        cls.__replace__ = _replace
    if repr:
        pieces = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in shown_fields if one.repr)
        source.add("__repr__", ["self"], [f"return f\"{{self.__class__.__qualname__}}({pieces})\""],
                   decorator="@__dataclasses_recursive_repr()")
        source.outer["__dataclasses_recursive_repr"] = _recursive_repr
    if eq:
        compared = [one for one in shown_fields if one.compare]
        terms = " and ".join(f"self.{one.name}==other.{one.name}" for one in compared) or "True"
        source.add("__eq__", ["self", "other"],
                   ["if self is other:", " return True", "if other.__class__ is self.__class__:", f" return {terms}",
                    "return NotImplemented"])
    if order:
        compared = [one for one in shown_fields if one.compare]
        mine = "(" + "".join(f"self.{one.name}," for one in compared) + ")"
        others = "(" + "".join(f"other.{one.name}," for one in compared) + ")"
        for name, operator in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            source.add(name, ["self", "other"],
                       ["if other.__class__ is self.__class__:", f" return {mine}{operator}{others}", "return NotImplemented"],
                       overwrite_error=" Consider using functools.total_ordering")
    if frozen:
        condition = "type(self) is __dataclasses_cls"
        if shown_fields:
            condition += " or name in {" + ", ".join(f"{one.name!r}" for one in shown_fields) + "}"
        source.outer["__dataclasses_cls"] = cls
        source.outer["__dataclasses_FrozenInstanceError"] = FrozenInstanceError
        source.add("__setattr__", ["self", "name", "value"],
                   [f"if {condition}:", " raise __dataclasses_FrozenInstanceError(f\"cannot assign to field {name!r}\")",
                    "super(__dataclasses_cls, self).__setattr__(name, value)"], overwrite_error=True)
        source.add("__delattr__", ["self", "name"],
                   [f"if {condition}:", " raise __dataclasses_FrozenInstanceError(f\"cannot delete field {name!r}\")",
                    "super(__dataclasses_cls, self).__delattr__(name)"], overwrite_error=True)
    action = _hash_action(unsafe_hash, eq, frozen, has_explicit_hash)
    if action == "error":
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if action == "none":
        cls.__hash__ = None
    elif action == "add":
        hashed = [one for one in shown_fields if (one.compare if one.hash is None else one.hash)]
        items = "".join(f"self.{one.name}," for one in hashed)
        if "__hash__" in cls.__dict__ and cls.__dict__["__hash__"] is None:
            del cls.__hash__
        source.add("__hash__", ["self"], [f"return hash(({items}))"], overwrite_error=False)
    # Comparison methods check for being overwritten; the others keep what the class itself defines.
    source.add_to(cls)

    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + (_describe_signature(init_fields) if init else "()")
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(one.name for one in init_fields if one.init and not one.kw_only)
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, shown_fields)
    if sys.modules.get("abc") is not None:
        import abc
        abc.update_abstractmethods(cls)
    return cls


def _recursive_repr():
    from reprlib import recursive_repr
    return recursive_repr()


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        # A class without slots may be weakly referenced all the same.
        return ["__weakref__"] if "__weakref__" in cls.__dict__ else []
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of {cls.__name__!r} cannot be determined")
    return list(slots)


def _add_slots(cls, frozen, weakref_slot, shown_fields):
    """Make the class again, with slots; there is no way to add them to a class that exists."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple(one.name for one in shown_fields)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        inherited.update(_slots_of(base))
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    namespace["__slots__"] = tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        made.__qualname__ = qualname
    if frozen:
        if "__getstate__" not in namespace:
            made.__getstate__ = _dataclass_getstate
        if "__setstate__" not in namespace:
            made.__setstate__ = _dataclass_setstate
    _replace_class_cells(cls, made)
    return made


def _replace_class_cells(old, new):
    """Methods that use super() or __class__ refer to the class in a cell; let it be the new one."""
    for member in new.__dict__.values():
        if isinstance(member, (classmethod, staticmethod)):
            member = member.__func__
        for function in (member, *(getattr(member, part, None) for part in ("fget", "fset", "fdel"))):
            function = getattr(function, "__wrapped__", function)
            for cell in getattr(function, "__closure__", None) or ():
                try:
                    content = cell.cell_contents
                except ValueError:
                    continue
                if content is old:
                    cell.cell_contents = new


def _dataclass_getstate(self):
    return [getattr(self, one.name) for one in fields(self)]


def _dataclass_setstate(self, state):
    for one, value in zip(fields(self), state):
        object.__setattr__(self, one.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    """Class decorator: add __init__(), __repr__(), __eq__() and more, made from the annotated names of the class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


# --- Instances ---------------------------------------------------------------------------------------------------------------

_atomic_types = frozenset({type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type(len),
                           type(lambda: None), type, range, property})


def asdict(obj, *, dict_factory=dict):
    """Return the fields of an instance as a dict, and so on for the instances and containers inside."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda instance, convert: dict_factory(
        [(one.name, convert(getattr(instance, one.name))) for one in fields(instance)]))


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of an instance as a tuple, and so on for the instances and containers inside."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda instance, convert: tuple_factory(
        [convert(getattr(instance, one.name)) for one in fields(instance)]))


def _convert(obj, convert_instance):
    def convert(value):
        kind = type(value)
        if kind in _atomic_types:
            return value
        if hasattr(kind, _FIELDS):
            return convert_instance(value, convert)
        if issubclass(kind, tuple):
            if hasattr(kind, "_fields"):
                return kind(*[convert(item) for item in value])
            return kind([convert(item) for item in value])
        if issubclass(kind, list):
            return kind([convert(item) for item in value])
        if issubclass(kind, dict):
            if hasattr(kind, "default_factory"):
                made = kind(value.default_factory)
                for key, item in value.items():
                    made[convert(key)] = convert(item)
                return made
            return kind((convert(key), convert(item)) for key, item in value.items())
        import copy
        return copy.deepcopy(value)

    return convert(obj)


def replace(obj, /, **changes):
    """Return a copy of an instance with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for one in getattr(self, _FIELDS).values():
        if one._field_type is _FIELD_CLASSVAR:
            continue
        if not one.init:
            if one.name in changes:
                raise TypeError(f"field {one.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if one.name not in changes:
            if one._field_type is _FIELD_INITVAR and one.default is MISSING:
                raise TypeError(f"InitVar {one.name!r} must be specified with replace()")
            changes[one.name] = getattr(self, one.name)
    return self.__class__(**changes)


def _checked_field(item):
    if len(item) not in (2, 3):
        raise TypeError(f"Invalid field: {item!r}")
    return item


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None):
    """Make a data class of names, (name, type) pairs or (name, type, field()) triples."""
    if namespace is None:
        namespace = {}
    from keyword import iskeyword
    from types import new_class
    annotations, defaults = {}, {}
    for item in fields:
        name, annotation, *default = (item, "typing.Any") if isinstance(item, str) else _checked_field(item)
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation
        if default:
            defaults[name], = default

    def fill(body):
        body.update(namespace)
        body.update(defaults)
        body["__annotations__"] = annotations

    cls = new_class(cls_name, bases, {}, fill)
    cls.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__") if module is None else module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
