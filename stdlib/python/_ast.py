"""The classes of syntax trees, made from the grammar below, and their way from and to the compiler (_ast_tree, compile())."""

import _ast_tree
import sys as _sys

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST

# One line for each kind: class(fields) as in the documentation of ast. The order of the kinds is the compiler's.
_grammar = """
mod Module(stmt* body, type_ignore* type_ignores)
mod Interactive(stmt* body)
mod Expression(expr body)
stmt FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
stmt AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
stmt ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
stmt Return(expr? value)
stmt Delete(expr* targets)
stmt Assign(expr* targets, expr value, string? type_comment)
stmt TypeAlias(expr name, type_param* type_params, expr value)
stmt AugAssign(expr target, operator op, expr value)
stmt AnnAssign(expr target, expr annotation, expr? value, int simple)
stmt For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
stmt AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
stmt While(expr test, stmt* body, stmt* orelse)
stmt If(expr test, stmt* body, stmt* orelse)
stmt With(withitem* items, stmt* body, string? type_comment)
stmt AsyncWith(withitem* items, stmt* body, string? type_comment)
stmt Match(expr subject, match_case* cases)
stmt Raise(expr? exc, expr? cause)
stmt Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
stmt TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
stmt Assert(expr test, expr? msg)
stmt Import(alias* names)
stmt ImportFrom(identifier? module, alias* names, int? level)
stmt Global(identifier* names)
stmt Nonlocal(identifier* names)
stmt Expr(expr value)
stmt Pass
stmt Break
stmt Continue
expr BoolOp(boolop op, expr* values)
expr NamedExpr(expr target, expr value)
expr BinOp(expr left, operator op, expr right)
expr UnaryOp(unaryop op, expr operand)
expr Lambda(arguments args, expr body)
expr IfExp(expr test, expr body, expr orelse)
expr Dict(expr?* keys, expr* values)
expr Set(expr* elts)
expr ListComp(expr elt, comprehension* generators)
expr SetComp(expr elt, comprehension* generators)
expr DictComp(expr key, expr value, comprehension* generators)
expr GeneratorExp(expr elt, comprehension* generators)
expr Await(expr value)
expr Yield(expr? value)
expr YieldFrom(expr value)
expr Compare(expr left, cmpop* ops, expr* comparators)
expr Call(expr func, expr* args, keyword* keywords)
expr FormattedValue(expr value, int conversion, expr? format_spec)
expr JoinedStr(expr* values)
expr Constant(constant value, string? kind)
expr Attribute(expr value, identifier attr, expr_context ctx)
expr Subscript(expr value, expr slice, expr_context ctx)
expr Starred(expr value, expr_context ctx)
expr Name(identifier id, expr_context ctx)
expr List(expr* elts, expr_context ctx)
expr Tuple(expr* elts, expr_context ctx)
expr Slice(expr? lower, expr? upper, expr? step)
pattern MatchValue(expr value)
pattern MatchSingleton(constant value)
pattern MatchSequence(pattern* patterns)
pattern MatchMapping(expr* keys, pattern* patterns, identifier? rest)
pattern MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
pattern MatchStar(identifier? name)
pattern MatchAs(pattern? pattern, identifier? name)
pattern MatchOr(pattern* patterns)
type_param TypeVar(identifier name, expr? bound, expr? default_value)
type_param ParamSpec(identifier name, expr? default_value)
type_param TypeVarTuple(identifier name, expr? default_value)
AST comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler ExceptHandler(expr? type, identifier? name, stmt* body)
AST arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)
AST arg(identifier arg, expr? annotation, string? type_comment)
AST keyword(identifier? arg, expr value)
AST alias(identifier name, identifier? asname)
AST withitem(expr context_expr, expr? optional_vars)
AST match_case(pattern pattern, expr? guard, stmt* body)
mod FunctionType(expr* argtypes, expr returns)
type_ignore TypeIgnore(int lineno, string tag)
"""

_operators = {
    "expr_context": "Load Store Del",
    "boolop": "And Or",
    "operator": "Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv",
    "unaryop": "Invert Not UAdd USub",
    "cmpop": "Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn",
}

_positions = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_kinds_without_class = 2  # at the end of the grammar: the compiler does not know them


class AST:
    """A node of a syntax tree: _fields names its parts, _attributes its position."""

    _fields = ()
    _attributes = ()
    __match_args__ = ()
    _field_types = {}

    def __init__(self, *args, **kwargs):
        cls = type(self)
        fields = cls._fields
        if len(args) > len(fields):
            raise TypeError("%.400s constructor takes at most %d positional argument%s" % (cls.__name__, len(fields), "" if len(fields) == 1 else "s"))
        given = set()
        for name, value in zip(fields, args):
            setattr(self, name, value)
            given.add(name)
        for name, value in kwargs.items():
            if name in fields:
                if name in given:
                    raise TypeError("%.400s got multiple values for argument %r" % (cls.__name__, name))
                given.add(name)
            elif name not in cls._attributes:
                _warn("%.400s.__init__ got an unexpected keyword argument '%s'. Support for arbitrary keyword arguments is deprecated and will "
                      "be removed in Python 3.15." % (cls.__name__, name))
            setattr(self, name, value)
        if len(given) == len(fields):
            return
        types = cls.__dict__.get("_field_types", cls._field_types)
        for name in fields:
            if name in given:
                continue
            kind = types.get(name)
            if kind is None:
                if name in getattr(cls, "_field_types", {}):
                    continue
                _warn("Field '%s' is missing from %.400s._field_types. This will become an error in Python 3.15." % (name, cls.__name__))
            elif getattr(kind, "__origin__", None) is list:
                setattr(self, name, [])
            elif kind is expr_context:
                setattr(self, name, _singletons["Load"])
            elif hasattr(kind, "__or__") and type(kind).__name__ in ("Union", "UnionType", "_UnionGenericAlias"):
                continue  # optional: the class has None
            else:
                _warn("%.400s.__init__ missing 1 required positional argument: '%s'. This will become an error in Python 3.15." % (cls.__name__, name))

    def __reduce_ex__(self, protocol):
        return type(self), (), self.__dict__.copy()

    def __replace__(self, /, **changes):
        cls = type(self)
        for name in changes:
            if name not in cls._fields and name not in cls._attributes:
                raise TypeError("%s.__replace__ got an unexpected keyword argument '%s'." % (cls.__name__, name))
        new = cls.__new__(cls)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new


AST.__module__ = "ast"


def _warn(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


def _make_class(name, base, fields, attributes, documentation):
    namespace = {"__module__": "ast", "_fields": tuple(fields), "__match_args__": tuple(fields), "__doc__": documentation}
    if attributes is not None:
        namespace["_attributes"] = attributes
    cls = type(name, (base,), namespace)
    globals()[name] = cls
    return cls


_singletons = {}
_groups = []
_abstract = {"AST": AST}
for _name, _attributes in (("mod", ()), ("stmt", _positions), ("expr", _positions), ("pattern", _positions), ("type_param", _positions),
                           ("excepthandler", _positions), ("type_ignore", ())):
    _abstract[_name] = _make_class(_name, AST, (), _attributes, None)
    if _attributes and _name in ("stmt", "expr", "excepthandler"):
        _abstract[_name].end_lineno = _abstract[_name].end_col_offset = None
for _name, _members in _operators.items():
    _base = _abstract[_name] = _make_class(_name, AST, (), (), " | ".join(_members.split()))
    _group = []
    for _member in _members.split():
        _singletons[_member] = _make_class(_member, _base, (), None, _member)()
        _group.append(_singletons[_member])
    _groups.append(tuple(_group))
_groups = tuple(_groups)

_specifications = {}  # class name -> [(field, type name, "", "?", "*" or "?*")]


def _letter(owner, field, kind, star):
    if kind == "identifier":
        return "I" if star else "i"
    if kind in _operators:
        return "C" if star else str(list(_operators).index(kind))
    if kind == "int":
        return "b" if field in ("simple", "is_async") else "d"
    if kind == "constant":
        return "c"
    if field == "kind":
        return "k"
    return "N" if star else "n"


def _build():
    kinds = []
    members = {}
    for line in _grammar.split("\n"):
        if not line:
            continue
        base, _, rest = line.partition(" ")
        name, _, arguments = rest.partition("(")
        specification = []
        for part in filter(None, arguments.rstrip(")").split(", ")):
            kind, field = part.split(" ")
            mark = kind[len(kind.rstrip("?*")):]
            specification.append((field, kind.rstrip("?*"), mark))
        attributes = None
        if base == "AST":
            attributes = _positions if name in ("arg", "keyword", "alias") else ()
        cls = _make_class(name, _abstract[base], [field for field, _, _ in specification], attributes, rest)
        if base == "AST":
            _abstract[name] = cls
            if attributes:
                cls.end_lineno = cls.end_col_offset = None
        else:
            members.setdefault(base, []).append(rest)
        for field, _, mark in specification:
            if mark == "?":
                setattr(cls, field, None)
        _specifications[name] = specification
        known = [entry for entry in specification if entry[0] not in ("type_comment", "type_ignores")]
        kinds.append((cls, "lineno" in cls._attributes, tuple(field for field, _, _ in known),
                      "".join([_letter(name, field, kind, "*" in mark) for field, kind, mark in known])))
    for base, lines in members.items():
        _abstract[base].__doc__ = base + " = " + ("\n" + " " * (len(base) + 1) + "| ").join(lines)
    return tuple(kinds[:-_kinds_without_class])


_kinds = _build()
_numbers = {cls: number for number, (cls, *_) in enumerate(_kinds, 1)}


def _fill_field_types():
    builtin = {"identifier": str, "string": str, "int": int, "constant": object}
    for name, specification in _specifications.items():
        types = {}
        for field, kind, mark in specification:
            cls = builtin.get(kind) or _abstract[kind]
            types[field] = list[cls] if "*" in mark else (cls | None) if mark == "?" and cls is not object else cls
        globals()[name]._field_types = types


_fill_field_types()


def _decode(data):
    """The tree of the compiler as objects."""
    tree = _ast_tree.decode(data, _kinds, _groups)
    if type(tree) is Module:
        tree.type_ignores = []
    return tree


# --- The way back

_modes = {"exec": "Module", "eval": "Expression", "single": "Interactive"}


def _number(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return out


def _signed(n):
    return _number(n << 1 if n >= 0 else (-n << 1) - 1)


def _text(text):
    data = text.encode("utf-8", "surrogatepass")
    return _number(len(data)) + data


_targets = (Name, Attribute, Subscript, Starred, List, Tuple)


class _Fields:
    """The fields of a node, none of them missing, and the name of its class."""

    def __init__(self, kind, fields):
        self.kind = kind
        self.__dict__.update(fields)


class _Encoder:
    """Checks a tree and writes it for the compiler."""

    def __init__(self):
        import _ast_checks
        self.out = bytearray()
        self.checks = _ast_checks.checks
        self.check_position = _ast_checks.check_position

    def node(self, node, kind, context=None):
        number = _numbers.get(type(node))
        cls = type(node)
        while number is None:
            # An instance of a subclass counts as its base.
            for base in cls.__mro__:
                if base in _numbers:
                    number = _numbers[base]
                    break
            else:
                raise TypeError("expected some sort of %s, but got %.200r" % (kind, node))
        if not isinstance(node, _abstract[kind]):
            raise TypeError("expected some sort of %s, but got %.200r" % (kind, node))
        cls, has_position, fields, letters = _kinds[number - 1]
        if cls is Constant:
            replacement = self.constant_node(node)
            if replacement is not None:
                return self.node(replacement, kind, context)
        out = self.out
        out.append(number)
        if has_position:
            position = []
            for name in _positions:
                value = getattr(node, name, None)
                if value is None:
                    if name in ("end_lineno", "end_col_offset"):
                        value = getattr(node, name[4:], 0)
                    elif not hasattr(node, name):
                        raise TypeError("required field \"%s\" missing from %s" % (name, kind))
                if not isinstance(value, int):
                    raise ValueError("invalid integer value: %r" % (value,))
                position.append(value)
            self.check_position(node, position[0::2], position[1::2])
            for value in position:
                out += _signed(value)
        if context in ("Store", "Del") and cls not in _targets:
            raise ValueError("expression which can't be assigned to in %s context" % context)
        if context is not None and "ctx" in fields and cls is not Starred:
            self.check_context(node, context)
        values = {}
        specification = self.specification(cls)
        for field, letter, (_, field_kind, mark) in zip(fields, letters, specification):
            try:
                value = getattr(node, field)
            except AttributeError:
                if mark == "?":
                    value = None
                elif "*" in mark:
                    value = []
                elif letter == "0":
                    value = _singletons["Load"]
                else:
                    raise TypeError("required field \"%s\" missing from %s" % (field, cls.__name__)) from None
            values[field] = value
        check = self.checks.get(cls)
        if check is not None:
            check(_Fields(cls.__name__, values))
        for field, letter, (_, field_kind, mark) in zip(fields, letters, specification):
            value = values[field]
            if letter == "n":
                if value is None:
                    if mark != "?":
                        raise ValueError("field '%s' is required for %s" % (field, cls.__name__))
                    out.append(0)
                else:
                    self.node(value, field_kind, self.context_of(cls, field, node))
            elif letter == "N":
                self.sequence(cls, field, value)
                out += _number(len(value))
                inner = self.context_of(cls, field, node)
                for item in value:
                    if item is None:
                        if mark != "?*":
                            raise ValueError("None disallowed in %s list" % ("expression" if field_kind == "expr" else field_kind))
                        out.append(0)
                    else:
                        self.node(item, field_kind, inner)
            elif letter == "i":
                if value is None:
                    if mark != "?":
                        raise ValueError("field '%s' is required for %s" % (field, cls.__name__))
                    out.append(0)
                else:
                    self.identifier(value)
            elif letter == "I":
                self.sequence(cls, field, value)
                out += _number(len(value))
                for item in value:
                    self.identifier(item)
            elif letter in "db":
                value = 0 if value is None else value
                if not isinstance(value, int):
                    raise ValueError("invalid integer value: %r" % (value,))
                out += _signed(value) if letter == "d" else bytes([1 if value else 0])
            elif letter == "k":
                if value is not None and not isinstance(value, (str, bytes)):
                    raise TypeError("AST string must be of type str")
                out.append(1 if value == "u" else 0)
            elif letter == "c":
                self.constant(value)
            elif letter == "C":
                self.sequence(cls, field, value)
                out += _number(len(value))
                for item in value:
                    self.operator(item, 4)
            else:
                self.operator(value, int(letter))

    def specification(self, cls):
        return [entry for entry in _specifications[cls.__name__] if entry[0] not in ("type_comment", "type_ignores")]

    def sequence(self, cls, field, value):
        if not isinstance(value, list):
            raise TypeError("%s field \"%s\" must be a list, not a %.200s" % (cls.__name__, field, type(value).__name__))

    def identifier(self, value):
        if not isinstance(value, str):
            raise TypeError("AST identifier must be of type str")
        if value in ("None", "True", "False"):
            raise ValueError("identifier field can't represent '%s' constant" % value)
        data = value.encode("utf-8", "surrogatepass")
        self.out += _number(len(data) + 1) + data

    def operator(self, value, group):
        for number, member in enumerate(_groups[group]):
            if isinstance(value, type(member)):
                self.out.append(number)
                return
        raise TypeError("expected some sort of %s, but got %.200r" % (list(_operators)[group], value))

    def context_of(self, cls, field, node):
        """The context that a field's expressions must have."""
        if field == "targets":
            return "Del" if cls is Delete else "Store"
        if field == "target" or field == "optional_vars" or field == "name" and cls is TypeAlias:
            return "Store"
        if cls in (List, Tuple, Starred) and field in ("elts", "value"):
            ctx = type(getattr(node, "ctx", _singletons["Load"])).__name__
            return ctx
        return "Load"

    def check_context(self, node, context):
        actual = getattr(node, "ctx", _singletons["Load"])
        if type(actual).__name__ != context:
            raise ValueError("expression must have %s context but has %s instead" % (context, type(actual).__name__))

    def constant_node(self, node):
        """Constants that have no literal, as expressions; None: it has one."""
        value = node.value

        def at(new):
            for name in _positions:
                setattr(new, name, getattr(node, name, None))
            return new

        kind = type(value)
        if kind is tuple:
            return at(Tuple([at(Constant(item)) for item in value], Load()))
        if kind is frozenset:
            return at(Call(at(Name("frozenset", Load())), [at(Tuple([at(Constant(item)) for item in value], Load()))], []))
        if kind is int and value < 0:
            return at(UnaryOp(USub(), at(Constant(-value))))
        if kind is float:
            import math
            if math.isnan(value):
                return at(BinOp(at(Constant(math.inf)), Sub(), at(Constant(math.inf))))
            if math.copysign(1, value) < 0:
                return at(UnaryOp(USub(), at(Constant(-value))))
        if kind is complex and (value.real or str(value.real) == "-0.0" or str(value.imag).startswith("-")):
            return at(BinOp(at(Constant(value.real)), Add(), at(Constant(complex(0, value.imag)))
                            if not str(value.imag).startswith("-") else at(UnaryOp(USub(), at(Constant(complex(0, -value.imag)))))))
        if kind not in (type(None), bool, type(...), int, float, complex, str, bytes):
            raise TypeError("got an invalid type in Constant: %s" % kind.__name__)
        return None

    def constant(self, value):
        import struct
        out = self.out
        kind = type(value)
        if value is None:
            out += b"N"
        elif kind is bool:
            out += b"T" if value else b"F"
        elif value is ...:
            out += b"E"
        elif kind is int:
            out += b"i\x10" + _text("%x" % value)
        elif kind is float:
            out += b"f" + struct.pack("<d", value)
        elif kind is complex:
            out += b"j" + struct.pack("<d", value.imag)
        elif kind is str:
            out += b"s" + _text(value)
        elif kind is bytes:
            out += b"b" + _number(len(value)) + value
        else:
            raise TypeError("got an invalid type in Constant: %s" % kind.__name__)


def _encode(tree, mode):
    wanted = _modes[mode]
    if not isinstance(tree, globals()[wanted]):
        raise TypeError("expected %s node, got %s" % (wanted, type(tree).__name__))
    encoder = _Encoder()
    encoder.node(tree, "mod")
    return bytes(encoder.out)
