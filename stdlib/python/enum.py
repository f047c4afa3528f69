"""Enumerations.

How a class comes to be: the namespace (`EnumDict`) notes which names are members; `EnumType.__new__` puts a maker in the place
of each, whose __set_name__() makes the member while the class is being built, so that __init_subclass__() finds all of them.
After that the class does not change, and members are found in the dicts `_member_map_` (by name) and `_value2member_map_` (by
value); the latter also remembers composite flags, which two threads may add at once: setdefault() decides which one counts.
"""

import builtins
import sys
from functools import reduce
from operator import or_ as _or_
from types import DynamicClassAttribute, MappingProxyType

__all__ = [
    "EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique", "property",
    "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr",
    "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "pickle_by_global_name",
    "pickle_by_enum_name",
]

# While this module is being built the first classes do not exist yet.
Enum = Flag = ReprEnum = None
EJECT = None

class _NotGiven:
    def __repr__(self):
        return "_auto_null"


_not_given = _NotGiven()


class nonmember:
    """Marks a value that is to be a plain attribute of the enumeration."""

    def __init__(self, value):
        self.value = value


class member:
    """Marks a value that is to be a member although it would not be one (a function, say)."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for a value that _generate_next_value_() decides; may be combined with other values by operators or in tuples."""

    def __init__(self, value=_not_given):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % (self.value,)


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_internal_class(cls_name, obj):
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, "__qualname__", "")
    return qualname == cls_name + "." + getattr(obj, "__name__", "") or qualname.endswith("." + cls_name + "." + obj.__name__)


def _is_private(cls_name, name):
    start = "_%s__" % cls_name
    return (len(name) > len(start) and name.startswith(start) and name[len(start)] != "_" and
            (name[-1] != "_" or name[-2] != "_"))


def _is_single_bit(number):
    return number > 0 and number & (number - 1) == 0


def _single_bits(number):
    """Iterate over the bits of a number, lowest first."""
    if isinstance(number, Enum):
        number = number.value
    number = int(number)
    if number < 0:
        raise ValueError("%r is not a positive integer" % number)
    while number:
        bit = number & -number
        yield bit
        number ^= bit


_iter_bits_lsb = _single_bits


def bin(num, max_bits=None):
    """Return a number in binary, the sign bit (as it would be with endless bits) first: 0b0 1010."""
    digits = builtins.bin(num if num >= 0 else ~num)[2:]
    if num >= 0:
        sign, fill = "0b0", "0"
    else:
        sign, fill = "0b1", "1"
        digits = digits.translate({48: 49, 49: 48})
    if max_bits is not None and len(digits) < max_bits:
        digits = (fill * max_bits + digits)[-max_bits:]
    return "%s %s" % (sign, digits)


class property(DynamicClassAttribute):
    """A property of members only; a member of the same name can stand beside it, and is found through the class."""

    member = None
    _attr_type = None
    _cls_type = None
    name = None
    clsname = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError("%r has no attribute %r" % (ownerclass, self.name))
        if self.fget is not None:
            return self.fget(instance)
        if self._attr_type == "attr":
            # What it hides in the class it was found in.
            return getattr(self._cls_type, self.name)
        if self._attr_type == "desc":
            return getattr(instance._value_, self.name)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError("%r has no attribute %r" % (ownerclass, self.name)) from None

    def __set__(self, instance, value):
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))

    def __delete__(self, instance):
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError("<enum %r> cannot delete attribute %r" % (self.clsname, self.name))

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class _MemberMaker:
    """Stands for a member in the namespace until the class exists."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, name):
        delattr(enum_class, name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if enum_class._member_type_ is tuple:
            args = (args,)
        if not enum_class._use_args_:
            made = enum_class._new_member_(enum_class)
        else:
            made = enum_class._new_member_(enum_class, *args)
        if not hasattr(made, "_value_"):
            if enum_class._member_type_ is object:
                made._value_ = value
            else:
                try:
                    made._value_ = enum_class._member_type_(*args)
                except Exception as error:
                    raise TypeError("_value_ not set in __new__, unable to create it") from error
        value = made._value_
        made._name_ = name
        made.__objclass__ = enum_class
        made.__init__(*args)
        made._sort_order_ = len(enum_class._member_names_)

        is_flag = Flag is not None and issubclass(enum_class, Flag)
        existing = self._find_equal(enum_class, value)
        if existing is not None:
            made = existing
        elif not is_flag or isinstance(value, int) and _is_single_bit(value):
            enum_class._member_names_.append(name)
        if is_flag and isinstance(value, int) and existing is None:
            enum_class._flag_mask_ |= value
            if _is_single_bit(value):
                enum_class._singles_mask_ |= value
            enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1
        enum_class._add_member_(name, made)
        try:
            enum_class._value2member_map_.setdefault(value, made)
            if value not in enum_class._hashable_values_:
                enum_class._hashable_values_.append(value)
        except TypeError:
            # Not hashable: such values are found by comparing.
            enum_class._unhashable_values_.append(value)
            enum_class._unhashable_values_map_.setdefault(name, []).append(value)

    @staticmethod
    def _find_equal(enum_class, value):
        try:
            return enum_class._value2member_map_.get(value)
        except TypeError:
            for other in enum_class._member_map_.values():
                if other._value_ == value:
                    return other
            return None


class EnumDict(dict):
    """The namespace of the body of an enumeration: keeps which names are members, in order, and the values so far."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            self._set_sunder(key, value)
            if key in ("_ignore_",):
                value = self._ignore
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member):
            value = value.value
            self._add_member(key, value)
        elif _is_descriptor(value) and not isinstance(value, auto) or _is_internal_class(self._cls_name, value):
            pass
        else:
            if key in self:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            value, counted = self._resolve_auto(key, value)
            self._add_member(key, counted)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in ("_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
                       "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_",
                       "_use_args_", "_member_type_"):
            raise ValueError("_sunder_ names, such as %r, are reserved for future Enum use" % (key,))
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            _generate = value.__func__ if isinstance(value, staticmethod) else value
            dict.__setitem__(self, "_generate_next_value", _generate)
            self._generate_next_value = _generate
            dict.__delitem__(self, "_generate_next_value")
        elif key == "_ignore_":
            names = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = names
            taken = set(names) & set(self._member_names)
            if taken:
                raise ValueError("_ignore_ cannot specify already set names: %r" % (taken,))

    def _resolve_auto(self, key, value):
        if isinstance(value, auto):
            parts, single = (value,), True
        elif type(value) is tuple and any(isinstance(part, auto) for part in value):
            parts, single = value, False
        else:
            return value, value
        resolved = []
        counted = None
        before = self._last_values[:]
        for part in parts:
            if isinstance(part, auto):
                if part.value is _not_given:
                    part.value = self._generate_next_value(key, 1, len(self._member_names), before[:])
                    self._auto_called = True
                part = counted = part.value
                before.append(part)
            resolved.append(part)
        # What the next auto() counts on from is the number alone.
        return resolved[0] if single else tuple(resolved), counted

    def _add_member(self, key, value):
        self._member_names[key] = None
        self._last_values.append(value)

    @builtins.property
    def member_names(self):
        """The names of the members so far."""
        return list(self._member_names)

    def update(self, members, *more_members):
        pairs = [(name, members[name]) for name in members.keys()] if hasattr(members, "keys") else members
        for group in pairs, more_members:
            for name, value in group:
                self[name] = value


_EnumDict = EnumDict


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        names = list(classdict._member_names)
        for name in classdict._ignore:
            classdict.pop(name, None)
        names = [name for name in names if name not in classdict._ignore]
        if "mro" in names:
            raise ValueError("invalid enum member name(s) 'mro'")
        order = classdict.get("_order_")
        namespace = dict(classdict)
        namespace.pop("_order_", None)
        namespace.pop("_ignore_", None)
        generate = namespace.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod) and callable(generate):
            namespace["_generate_next_value_"] = staticmethod(generate)
        if (Flag is not None and any(issubclass(base, Flag) for base in bases) and
                (boundary or bases[-1]._boundary_) is not KEEP):
            _resolve_inverted_values(classdict, namespace, names)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_method, save_new, use_args = metacls._find_new_(namespace, member_type, first_enum)
        for name in names:
            namespace[name] = _MemberMaker(namespace[name])
        namespace["_new_member_"] = new_method
        namespace["_use_args_"] = use_args
        namespace["_member_names_"] = []
        namespace["_member_map_"] = {}
        namespace["_value2member_map_"] = {}
        namespace["_hashable_values_"] = []
        namespace["_unhashable_values_"] = []
        namespace["_unhashable_values_map_"] = {}
        namespace["_member_type_"] = member_type
        namespace["_value_repr_"] = metacls._find_data_repr_(cls, bases)
        namespace["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
        namespace["_flag_mask_"] = 0
        namespace["_singles_mask_"] = 0
        namespace["_all_bits_"] = 0
        namespace["_inverted_"] = None
        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except RuntimeError as error:
            # Older versions of the language wrap what __set_name__() raises.
            if error.__cause__ is not None:
                raise error.__cause__
            raise
        # A mixed-in data type must not take over how members are shown; only in a ReprEnum it may.
        if ReprEnum is not None and ReprEnum in bases:
            if member_type is object:
                raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
            if "__format__" not in namespace:
                namespace["__format__"] = enum_class.__format__ = member_type.__format__
            if "__str__" not in namespace:
                method = member_type.__str__
                if method is object.__str__:
                    method = member_type.__repr__
                namespace["__str__"] = enum_class.__str__ = method
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name not in namespace and first_enum is not None:
                enum_method = getattr(first_enum, name)
                found = getattr(enum_class, name)
                object_method = getattr(object, name)
                data_type_method = getattr(member_type, name)
                if found in (data_type_method, object_method):
                    setattr(enum_class, name, enum_method)
        if Flag is not None and issubclass(enum_class, Flag):
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                if name not in namespace:
                    setattr(enum_class, name, getattr(Flag, name))
            enum_class._finish_flag()
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = namespace.get("__new__") and enum_class.__dict__["__new__"]
                if enum_class.__new_member__ is not None and isinstance(enum_class.__new_member__, staticmethod):
                    enum_class.__new_member__ = enum_class.__new_member__.__func__
            enum_class.__new__ = Enum.__new__
        if order is not None:
            if isinstance(order, str):
                order = order.replace(",", " ").split()
            defined = enum_class._member_names_
            if Flag is None or not issubclass(enum_class, Flag):
                order = [name for name in order if name not in enum_class._member_map_ or
                         enum_class._member_map_[name]._name_ == name]
            else:
                order = [name for name in order if name not in enum_class._member_map_ or name in defined]
            if order != defined:
                raise TypeError("member order does not match _order_:\n  %r\n  %r" % (defined, order))
        return enum_class

    def __init__(cls, *args, **kwds):
        super().__init__(*args)

    def __bool__(cls):
        return True

    def __call__(cls, value=_not_given, names=_not_given, *values, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Find the member with a value; or, called on an enumeration without members, make a new enumeration."""
        if cls._member_map_:
            if names is not _not_given:
                value = (value, names) + values
            if value is _not_given:
                return cls.__new__(cls)
            return cls.__new__(cls, value)
        if names is _not_given and type is None:
            if value is _not_given:
                return cls.__new__(cls)
            if cls._member_type_ is not object or cls.__dict__.get("_missing_") is not None:
                try:
                    return cls.__new__(cls, value)
                except TypeError:
                    pass
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, empty, enum")
        return cls._create_(class_name=value, names=() if names is _not_given else names, module=module, qualname=qualname,
                            type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        """Return whether it is a member or the value of one."""
        if isinstance(value, cls):
            return True
        if issubclass(cls, Flag):
            try:
                return isinstance(cls._missing_(value), cls)
            except ValueError:
                pass
        try:
            return value in cls._value2member_map_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__", "__module__",
                 "__name__", "__qualname__", *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add("__init_subclass__")
        if cls._member_type_ is object:
            return sorted(names)
        return sorted(set(dir(cls._member_type_)) | names)

    def __getitem__(cls, name):
        """Return the member with a name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """Iterate over the members in the order of definition, aliases left out."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @builtins.property
    def __members__(cls):
        """A read-only mapping from all names, aliases included, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        """Make an enumeration of names: a string, an iterable of names or of (name, value) pairs, or a mapping."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        namespace = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            for count, name in enumerate(names):
                values.append(first_enum._generate_next_value_(name, start, count, values[:]))
            names = list(zip(names, values))
        for item in names if names is not None else ():
            name, value = (item, names[item]) if isinstance(item, str) else item
            namespace[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError, KeyError):
                pass
        if module is None:
            _make_class_unpicklable(namespace)
        else:
            namespace["__module__"] = module
        if qualname is not None:
            namespace["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, namespace, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make an enumeration of constants of a module and put its members in their places."""
        module_globals = sys.modules[module].__dict__
        space = source.__dict__ if source else module_globals
        members = [(one, value) for one, value in space.items() if filter(one)]
        try:
            members.sort(key=lambda pair: (pair[1], pair[0]))
        except TypeError:
            members.sort(key=lambda pair: pair[0])
        made = cls(name, members, module=module, boundary=boundary or KEEP)
        if as_global:
            global_enum(made)
        else:
            module_globals.update(made.__members__)
        module_globals[name] = made
        return made

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for base in _ancestors(bases):
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """Return the type of the members' values and the last base, which must be an enumeration."""
        *_, last = bases or (Enum,)
        if bases and not isinstance(last, EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, last

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for base in _ancestors(bases):
            if isinstance(base, EnumType):
                return base._value_repr_
            own = base.__dict__
            if "__repr__" in own and base is not object:
                is_shown_by_fields = "__dataclass_fields__" in own and "__dataclass_params__" in own and own["__dataclass_params__"].repr
                return _dataclass_repr if is_shown_by_fields else own["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        data_types = {kind for base in bases if (kind := _data_type_of(base)) is not None}
        if len(data_types) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {data_types!r}")
        return data_types.pop() if data_types else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """Return what makes members, whether the class has a __new__ of its own to keep, and whether it takes arguments."""
        new = classdict.get("__new__")
        save_new = first_enum is not None and new is not None
        if isinstance(new, staticmethod):
            new = new.__func__
        if new is None:
            for name in ("__new_member__", "__new__"):
                for candidate in (member_type, first_enum):
                    target = getattr(candidate, name, None)
                    if target not in (None, None.__new__, object.__new__, getattr(Enum, "__new__", None)):
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = first_enum is not None and new is not object.__new__
        return new, save_new, use_args

    def _add_member_(cls, name, made):
        """Make a member an attribute of the class, beside whatever of that name the bases have."""
        if name in cls._member_map_:
            if cls._member_map_[name] is not made:
                raise NameError("%r is already bound: %r" % (name, cls._member_map_[name]))
            return
        found_descriptor = None
        kind = None
        for base in cls.__mro__[1:]:
            attribute = base.__dict__.get(name)
            if attribute is not None:
                if isinstance(attribute, (property, DynamicClassAttribute)):
                    found_descriptor = attribute
                    break
                if _is_descriptor(attribute):
                    found_descriptor = attribute
                    kind = kind or "desc"
                    owner = base
                    continue
                kind = "attr"
                owner = base
        if found_descriptor is not None:
            redirect = property()
            redirect.member = made
            redirect.__set_name__(cls, name)
            redirect.fget = getattr(found_descriptor, "fget", None)
            redirect.fset = getattr(found_descriptor, "fset", None)
            redirect.fdel = getattr(found_descriptor, "fdel", None)
            if kind is not None and redirect.fget is None:
                redirect._attr_type = kind
                redirect._cls_type = owner
            type.__setattr__(cls, name, redirect)
        else:
            type.__setattr__(cls, name, made)
        cls._member_map_[name] = made


EnumMeta = EnumType


def _ancestors(bases):
    """All classes that bases inherit from, those of each base in its order."""
    return [ancestor for base in bases for ancestor in base.__mro__]


def _data_type_of(base):
    """The type of members' values that a base brings, or None: what makes values, or the first class that is derived from such a one."""
    first = None
    for ancestor in base.__mro__:
        if isinstance(ancestor, EnumType):
            if ancestor._member_type_ is not object:
                return ancestor._member_type_
        elif ancestor is not object:
            first = first or ancestor
            if "__new__" in ancestor.__dict__ or "__dataclass_fields__" in ancestor.__dict__:
                return first
    return None


def _resolve_inverted_values(classdict, namespace, names):
    """Members of a flag given as negative numbers mean the named bits less these."""
    known = 0
    for name in names:
        value = classdict[name]
        if isinstance(value, tuple):
            if len(value) == 1 and isinstance(value[0], int):
                value = value[0]
            else:
                continue
        if isinstance(value, int) and value >= 0 and _is_single_bit(value):
            known |= value
    all_bits = 2 ** known.bit_length() - 1
    for name in names:
        value = namespace[name]
        if isinstance(value, int) and value < 0 and known:
            namespace[name] = all_bits & value


def _make_class_unpicklable(obj):
    def refuse(self, proto):
        raise TypeError("%r cannot be pickled" % self)

    if isinstance(obj, dict):
        dict.__setitem__(obj, "__reduce_ex__", refuse)
        dict.__setitem__(obj, "__module__", "<unknown>")
    else:
        setattr(obj, "__reduce_ex__", refuse)
        setattr(obj, "__module__", "<unknown>")


def _dataclass_repr(self):
    shown = (f"{name}={getattr(self, name)!r}" for name, field in self.__dataclass_fields__.items() if field.repr)
    return ", ".join(shown)


def _refusal(cls, value):
    return ValueError(f"{value!r} is not a valid {cls.__qualname__}")


class Enum(metaclass=EnumType):
    """The base of enumerations: each member is a name and a value, and there is one object for each."""

    @classmethod
    def __signature__(cls):
        # For inspect: a class with members looks one up, one without makes a class.
        makes_class = "(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)"
        return "(*values)" if cls._member_names_ else makes_class

    def __new__(cls, value=_not_given):
        if type(value) is cls:
            return value
        if value is _not_given:
            raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            # It cannot be hashed.
            if names := [name for name, values in cls._unhashable_values_map_.items() if value in values]:
                return cls[names[0]]
        # From here on it is no member; the class may have its own idea of what the value stands for.
        if not cls._member_map_:
            if getattr(cls, f"_{cls.__name__}__in_progress", False):
                raise TypeError("do not use `super().__new__; call the appropriate __new__ directly") from None
            raise TypeError(f"{cls!r} has no members defined")
        try:
            result = cls._missing_(value)
        except ValueError:
            raise
        except Exception as failure:
            failure.__context__ = _refusal(cls, value)
            raise
        if isinstance(result, cls):
            return result
        if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
            return result
        if result is None:
            raise _refusal(cls, value)
        error = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member")
        error.__context__ = _refusal(cls, value)
        raise error

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the value for auto(): one more than the highest so far."""
        if not last_values:
            return start
        try:
            highest = max(last_values)
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return highest + 1
        except TypeError:
            raise TypeError(f"unable to increment {highest!r}") from None

    @classmethod
    def _missing_(cls, value):
        """Called for a value that no member has; may return a member."""
        return None

    def __repr__(self):
        represent = self.__class__._value_repr_ or repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, represent(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        """The public names of a member."""
        names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__"}
        if self.__class__._member_type_ is object:
            names |= {"name", "value"}
        else:
            names |= set(object.__dir__(self))
        for cls in self.__class__.mro():
            for name, attribute in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(attribute, property):
                    if attribute.fget is not None or name not in self._member_map_:
                        names.add(name)
                    else:
                        names.discard(name)
                elif name not in self._member_map_:
                    names.add(name)
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The member's name."""
        return self._name_

    @property
    def value(self):
        """The member's value."""
        return self._value_

    def _add_alias_(self, name):
        """Give the member another name."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Let another value find the member too."""
        cls = self.__class__
        try:
            if value in cls._value2member_map_:
                if cls._value2member_map_[value] is not self:
                    raise ValueError("%r is already bound: %r" % (value, cls._value2member_map_[value]))
                return
        except TypeError:
            for other in cls._member_map_.values():
                if other._value_ == value:
                    if other is not self:
                        raise ValueError("%r is already bound: %r" % (value, other)) from None
                    return
        try:
            cls._value2member_map_.setdefault(value, self)
            cls._hashable_values_.append(value)
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(self.name, []).append(value)


class ReprEnum(Enum):
    """An enumeration in which only repr() is that of an enumeration; str() and format() are those of the data type."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are integers."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings; auto() gives the name in lower case."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError("encoding must be a string, not %r" % (values[1],))
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError("errors must be a string, not %r" % (values[2]))
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


_reduce_ex_by_global_name = pickle_by_global_name


class FlagBoundary(StrEnum):
    """What a flag does with bits that no member has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """An enumeration of bits, which can be combined."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the value for auto(): the next power of two."""
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = last_value.bit_length() - 1
        except Exception:
            raise TypeError("invalid flag value %r" % last_value) from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _finish_flag(cls):
        """Called when all members exist: set the order of iteration."""
        canonical = [cls._member_map_[name]._value_ for name in cls._member_names_]
        if not all(isinstance(value, int) for value in canonical):
            return
        cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
        if canonical != sorted(canonical):
            cls._iter_member_ = cls._iter_member_by_def_

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _single_bits(value & cls._flag_mask_):
            found = cls._value2member_map_.get(bit)
            if found is not None:
                yield found

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda one: one._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the composite flag for a value, or treat bits that no member has as the boundary says."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        flag_mask = cls._flag_mask_
        singles_mask = cls._singles_mask_
        all_bits = cls._all_bits_
        negative = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ flag_mask):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), flag_mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" %
                                 (cls, value, bin(value, width), bin(flag_mask, width)))
            if cls._boundary_ is CONFORM:
                value = value & flag_mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP:
                if value < 0:
                    value = max(all_bits + 1, 2 ** value.bit_length()) + value
            else:
                raise ValueError("%r unknown flag boundary %r" % (cls, cls._boundary_))
        if value < 0:
            negative = value
            if cls._boundary_ in (EJECT, KEEP):
                value = all_bits + 1 + value
            else:
                value = singles_mask & value
        unknown = value & ~flag_mask
        aliases = value & ~singles_mask
        member_value = value & singles_mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError("%s(%r) -->  unknown values %r [%s]" % (cls.__name__, value, unknown, bin(unknown)))
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        if not hasattr(made, "_value_"):
            made._value_ = value
        if member_value or aliases:
            parts = list(cls._iter_member_(member_value))
            combined = reduce(_or_, [part._value_ for part in parts], 0)
            if aliases:
                value_left = value
                for part in parts:
                    value_left &= ~part._value_
                for other in cls._member_map_.values():
                    if other not in parts and other._value_ and other._value_ & value == other._value_ and \
                            other._value_ & value_left:
                        parts.append(other)
                        combined |= other._value_
            unknown = value ^ combined
            made._name_ = "|".join([part._name_ for part in parts])
            if not combined:
                made._name_ = None
            elif unknown and cls._boundary_ is STRICT:
                raise ValueError("%r: no members with value %r" % (cls, unknown))
            elif unknown:
                made._name_ += "|%s" % cls._numeric_repr_(unknown)
        else:
            made._name_ = None
        made.__objclass__ = cls
        # Another thread may have made the same one; the first counts, for members are compared by identity.
        made = cls._value2member_map_.setdefault(value, made)
        if negative is not None:
            cls._value2member_map_.setdefault(negative, made)
        return made

    def __contains__(self, other):
        """Return whether all bits of the other flag are in this one."""
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" %
                            (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """Iterate over the members whose bits are set."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        kind = type(self)
        represent = kind._value_repr_ or repr
        name = "" if self._name_ is None else f".{self._name_}"
        return f"<{kind.__name__}{name}: {represent(self._value_)}>"

    def __str__(self):
        name = type(self).__name__
        return f"{name}({self._value_!r})" if self._name_ is None else f"{name}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _check_named(self, *flags):
        for flag in flags:
            if self._get_value(flag) is None:
                raise TypeError(f"'{flag}' cannot be combined with other flags with |")

    def __or__(self, other):
        value = self._get_value(other)
        return value if value is NotImplemented else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._get_value(other)
        return value if value is NotImplemented else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._get_value(other)
        return value if value is NotImplemented else self.__class__(self._value_ ^ value)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        if self._inverted_ is None:
            # Bits that no member has belong to the rest only where they are kept.
            kept = ~self._value_ if self._boundary_ in (EJECT, KEEP) else self._singles_mask_ & ~self._value_
            self._inverted_ = self.__class__(kept)
        return self._inverted_


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A flag whose members are integers."""


# --- Decorators --------------------------------------------------------------------------------------------------------------

def unique(enumeration):
    """Class decorator: refuse two names for one value."""
    duplicates = [(name, one.name) for name, one in enumeration.__members__.items() if name != one.name]
    if duplicates:
        details = ", ".join(["%s -> %s" % (alias, name) for alias, name in duplicates])
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator: check an enumeration in the given ways."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(name, one.name) for name, one in enumeration.__members__.items() if name != one.name]
                if duplicates:
                    details = ", ".join(["%s -> %s" % (alias, name) for alias, name in duplicates])
                    raise ValueError("aliases found in %r: %s" % (enumeration, details))
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named_flags(enumeration)
        return enumeration

    @staticmethod
    def _check_continuous(enumeration):
        values = {one.value for one in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            kind = "flag"
            missing = [2 ** power for power in range(low.bit_length(), high.bit_length()) if 2 ** power not in values]
        elif issubclass(enumeration, Enum):
            kind = "enum"
            missing = [value for value in range(low + 1, high) if value not in values]
        else:
            raise Exception("verify: unknown type %r" % type(enumeration))
        if missing:
            raise ValueError(f"invalid {kind} {enumeration.__name__!r}: missing values "
                             f"{', '.join(str(value) for value in missing)}"[:256])

    @staticmethod
    def _check_named_flags(enumeration):
        named = {one.value for one in enumeration}
        missing_names = []
        missing_value = 0
        for name, alias in enumeration._member_map_.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            missed = [bit for bit in _single_bits(alias.value) if bit not in named]
            if missed:
                missing_names.append(name)
                missing_value |= reduce(_or_, missed)
        if missing_names:
            if len(missing_names) == 1:
                subject = "alias %s is missing" % missing_names[0]
            else:
                subject = "aliases %s and %s are missing" % (", ".join(missing_names[:-1]), missing_names[-1])
            if _is_single_bit(missing_value):
                value = "value 0x%x" % missing_value
            else:
                value = "combined values of 0x%x" % missing_value
            raise ValueError("invalid Flag %r: %s %s [use enum.show_flag_values(value) for details]" %
                             (enumeration.__name__, subject, value))


def show_flag_values(value):
    """Return the bits of a number as a list."""
    return list(_single_bits(value))


def global_enum_repr(self):
    """Show a member as a name of its module."""
    return "%s.%s" % (self.__class__.__module__.split(".")[-1], self._name_)


def global_flag_repr(self):
    """Show a flag as names of its module."""
    module = self.__class__.__module__.split(".")[-1]
    cls_name = self.__class__.__name__
    if self._name_ is None:
        return "%s.%s(%r)" % (module, cls_name, self._value_)
    if _is_single_bit(self._value_):
        return "%s.%s" % (module, self._name_)
    if self._boundary_ is not KEEP:
        return "|".join(["%s.%s" % (module, name) for name in self.name.split("|")])
    names = []
    for name in self._name_.split("|"):
        names.append(name if name[0].isdigit() else "%s.%s" % (module, name))
    return "|".join(names)


def global_str(self):
    """Return the plain name."""
    if self._name_ is None:
        return "%s(%r)" % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator: make the members names of the module, and show them so."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator: make an enumeration of a plain class; used by the library to write small ones."""

    def convert(cls):
        namespace = etype.__class__.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__"):
                namespace[name] = value
        options = {} if boundary is None else {"boundary": boundary}
        return etype.__class__(cls.__name__, (etype,), namespace, **options)

    return convert


def _test_simple_enum(checked_enum, simple_enum):
    """Raise a TypeError that names the differences if what _simple_enum() made is not what a class statement would have made."""
    expected, actual = checked_enum.__dict__, simple_enum.__dict__
    if checked_enum._member_names_ and expected == actual:
        return
    # What belongs to the class object itself, or is allowed to differ.
    ignored = {"__annotations__", "__doc__", "__module__", "__objclass__", "__getnewargs_ex__", "__getnewargs__", "__reduce_ex__",
               "__reduce__", "__dict__", "__weakref__", "__static_attributes__", "__firstlineno__", "_generate_next_value_", "_new_member_",
               "_member_type_", "_value_repr_", "_use_args_", "_member_map_", "_value2member_map_", "_unhashable_values_",
               "_hashable_values_", "_unhashable_values_map_", "_member_names_", "__new__"}
    failed = []
    for name in sorted({*expected, *actual}):
        if name in ignored or name in checked_enum._member_map_ or name in simple_enum._member_map_:
            continue
        if name not in actual:
            failed.append(f"missing key: {name!r}")
        elif name not in expected:
            failed.append(f"extra key:   {name!r}")
        else:
            wanted, got = expected[name], actual[name]
            if callable(wanted) or isinstance(wanted, (staticmethod, classmethod, property)):
                continue
            if wanted != got:
                failed.append(f"{name}:\n      checked -> {wanted!r}\n      simple  -> {got!r}")
    for name in sorted({*checked_enum._member_names_, *simple_enum._member_names_}):
        if name not in simple_enum._member_map_:
            failed.append(f"missing member from simple enum: {name!r}")
        elif name not in checked_enum._member_map_:
            failed.append(f"extra member in simple enum: {name!r}")
        else:
            wanted, got = vars(checked_enum[name]), vars(simple_enum[name])
            for key in sorted({*wanted, *got}):
                # The class that a member belongs to is another one.
                if key != "__objclass__" and wanted.get(key, failed) != got.get(key, failed):
                    failed.append(f"{name} member mismatch: {key}: {wanted.get(key)!r} != {got.get(key)!r}")
    if failed:
        raise TypeError("enum mismatch:\n   %s" % "\n   ".join(failed))
