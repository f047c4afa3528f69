"""Syntax trees: making, showing, walking, changing and evaluating them.

    tree = ast.parse(source);  ast.dump(tree);  compile(tree, "<tree>", "exec");  ast.literal_eval("[1, 2]");  ast.unparse(tree)
"""

import _ast
from _ast import *
from _ast import AST, PyCF_ONLY_AST, PyCF_OPTIMIZED_AST, PyCF_TYPE_COMMENTS, PyCF_ALLOW_TOP_LEVEL_AWAIT
import re
import sys


def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None, optimize=-1):
    """The tree of a source: a Module (mode "exec"), an Expression ("eval") or an Interactive ("single")."""
    flags = PyCF_OPTIMIZED_AST if optimize > 0 else PyCF_ONLY_AST
    if feature_version is not None and isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f"Unsupported major version: {major}")
    return compile(source, filename, mode, flags, optimize=optimize)


def literal_eval(node_or_string):
    """The value of a literal: strings, bytes, numbers, tuples, lists, dicts, sets, Booleans, None, Ellipsis."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode="eval").body
    elif isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _malformed(node):
    message = "malformed node or string"
    if lno := getattr(node, "lineno", None):
        message += f" on line {lno}"
    raise ValueError(message + f": {node!r}")


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed_number(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        operand = _number(node.operand)
        return +operand if isinstance(node.op, UAdd) else -operand
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == "set" and node.args == node.keywords == []:
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left = _signed_number(node.left)
        right = _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed_number(node)


class _Dumper:
    """Writes a tree as the calls that would make it, with the options of dump() at hand."""

    def __init__(self, by_name, with_positions, indent, show_empty):
        self.by_name = by_name
        self.with_positions = with_positions
        self.indent = indent
        self.show_empty = show_empty

    def breaks(self, level):
        """What stands before the first of several parts, and between two of them."""
        if self.indent is None:
            return "", ", "
        line = "\n" + self.indent * level
        return line, "," + line

    def text(self, value, level=0):
        """(text, may it share a line with others)"""
        level += 1
        if isinstance(value, AST):
            return self.node_text(value, level)
        if not isinstance(value, list):
            return repr(value), True
        if not value:
            return "[]", True
        start, between = self.breaks(level)
        return f"[{start}{between.join(self.text(item, level)[0] for item in value)}]", False

    def node_text(self, node, level):
        parts, all_simple = [], True
        by_name = self.by_name
        empty = []  # Left out so far; they must be shown after all when an argument without a name follows.
        for name in node._fields:
            value = _shown_value(node, name)
            if value is _absent:
                by_name = True  # The places of those that follow say no longer which they are.
            elif value == [] and not self.show_empty:
                empty.append("[]")
            else:
                text, simple = self.text(value, level)
                all_simple = all_simple and simple
                parts += [f"{name}={text}"] if by_name else [*empty, text]
                empty.clear()
        for name in node._attributes if self.with_positions else ():
            if (value := _shown_value(node, name)) is not _absent:
                parts.append(f"{name}={value!r}")
        start, between = ("", ", ") if all_simple and len(parts) <= 3 else self.breaks(level)
        return f"{type(node).__name__}({start}{between.join(parts)})", not parts


_absent = object()


def _shown_value(node, name):
    """The value of a field; _absent where it is missing, or None without having been set to that."""
    value = getattr(node, name, _absent)
    return _absent if value is None and getattr(type(node), name, ...) is None else value


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """The tree as text."""
    if not isinstance(node, AST):
        raise TypeError(f"expected AST, got {type(node).__name__!r}")
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    return _Dumper(annotate_fields, include_attributes, indent, show_empty).text(node)[0]


# --- Positions

_positions = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def copy_location(new_node, old_node):
    """Give a node the position of another."""
    for name in _positions:
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith("end_"):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give nodes without a position that of their parent."""

    def fix(node, inherited):
        own = []
        for name, value in zip(_positions, inherited):
            if name in node._attributes:
                found = getattr(node, name, _absent)
                # A node may say that it does not know its end, but only by leaving it out that it does not know its start.
                if found is _absent or found is None and name.startswith("end_"):
                    setattr(node, name, value)
                else:
                    value = found
            own.append(value)
        for child in iter_child_nodes(node):
            fix(child, own)

    fix(node, (1, 0, 1, 0))
    return node


def increment_lineno(node, n=1):
    """Move a tree n lines down."""
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, "lineno", 0) + n
            continue
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if "end_lineno" in child._attributes and (end_lineno := getattr(child, "end_lineno", 0)) is not None:
            child.end_lineno = end_lineno + n
    return node


def _docstring_of(node):
    """The Constant that is the docstring of a module, class or function, or None."""
    if isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        match node.body:
            case [Expr(value=Constant(value=str()) as constant), *_]:
                return constant
    return None


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{type(node).__name__!r} can't have docstrings")
    constant = _docstring_of(node)
    if constant is None or not clean:
        return constant and constant.value
    import inspect
    return inspect.cleandoc(constant.value)


_line_pattern = re.compile(r"(.*?(?:\r\n|\n|\r|$))")


def _splitlines_no_ff(source, maxlines=None):
    """Lines as the language sees them: a form feed ends none."""
    lines = []
    for number, match in enumerate(_line_pattern.finditer(source), 1):
        if maxlines is not None and number > maxlines:
            break
        lines.append(match[0])
    return lines


def get_source_segment(source, node, *, padded=False):
    """The piece of source that a node stands for, or None."""
    first, start, last, end = (getattr(node, name, None) for name in _positions)
    if None in (first, start, last, end):
        return None
    # Columns count bytes.
    lines = [line.encode() for line in _splitlines_no_ff(source, maxlines=last)[first - 1:]]
    before = lines[0][:start].decode()
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    segment = b"".join(lines).decode()
    if padded and last > first:
        segment = re.sub(r"[^\f\t]", " ", before) + segment
    return segment


# --- Walking

def iter_fields(node):
    """(name, value) of the fields that are there."""
    for name in node._fields:
        value = getattr(node, name, _absent)
        if value is not _absent:
            yield name, value


def iter_child_nodes(node):
    """The nodes right below."""
    for name in node._fields:
        value = getattr(node, name, None)
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, AST):
                yield child


def walk(node):
    """The node and all nodes below, in no order that should be relied on."""
    from collections import deque
    waiting = deque([node])
    while waiting:
        node = waiting.popleft()
        waiting.extend(iter_child_nodes(node))
        yield node


class NodeVisitor:
    """visit() calls visit_CLASS(node) where there is such a method, else visits the children."""

    def visit(self, node):
        return getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        # As iter_child_nodes() does, without a generator for each node.
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, AST):
                    self.visit(child)

    def visit_Constant(self, node):
        old = next((name for name, types in _old_types.items() if type(node.value) in types), None)
        if old is None and isinstance(node.value, (int, float, complex)):
            old = "Num"
        visitor = old and getattr(self, f"visit_{old}", None)
        if visitor is None:
            return self.generic_visit(node)
        import warnings
        warnings.warn(f"visit_{old} is deprecated and will be removed in Python 3.14; add visit_Constant", DeprecationWarning, 2)
        return visitor(node)


class NodeTransformer(NodeVisitor):
    """What a method gives replaces the node: another node, a list of them, or None for nothing."""

    def generic_visit(self, node):
        for name, value in iter_fields(node):
            if isinstance(value, list):
                value[:] = self._replace_items(value)
            elif isinstance(value, AST):
                if (replacement := self.visit(value)) is None:
                    delattr(node, name)
                else:
                    setattr(node, name, replacement)
        return node

    def _replace_items(self, items):
        kept = []
        for item in items:
            replacement = self.visit(item) if isinstance(item, AST) else [item]
            if isinstance(replacement, AST):
                kept.append(replacement)
            elif replacement is not None:
                kept.extend(replacement)
        return kept


# --- Classes that Constant has replaced

_old_types = {"Num": (int, float, complex), "Str": (str,), "Bytes": (bytes,), "NameConstant": (type(None), bool), "Ellipsis": (type(...),)}


class _OldConstant(type):
    def __instancecheck__(cls, instance):
        if type(instance) is not Constant:
            return type.__instancecheck__(cls, instance)
        value = instance.value
        if cls.__name__ == "Num" and isinstance(value, bool):
            return False
        return isinstance(value, _old_types[cls.__name__])

    def __call__(cls, *args, **kwargs):
        if cls.__name__ == "Ellipsis":
            return Constant(..., *args, **kwargs)
        for old in ("n", "s"):
            if old in kwargs:
                kwargs["value"] = kwargs.pop(old)
        return Constant(*args, **kwargs)


def __getattr__(name):
    if name in _old_types:
        import warnings
        warnings.warn(f"ast.{name} is deprecated and will be removed in Python 3.14; use ast.Constant instead", DeprecationWarning, 2)
        return globals().setdefault("_old_" + name, _OldConstant(name, (Constant,), {"__module__": "ast"}))
    raise AttributeError(f"module 'ast' has no attribute '{name}'")


def _old_value(self):
    return self.value


def _set_old_value(self, value):
    self.value = value


Constant.n = Constant.s = property(_old_value, _set_old_value)


class slice(AST):
    """What Index and ExtSlice were made from, when a subscript was a node of its own."""


class Index(slice):
    """Deprecated: a call gives the index itself."""

    def __new__(cls, value, **positions):
        return value


class ExtSlice(slice):
    """Deprecated: a call gives a Tuple of the indices."""

    def __new__(cls, dims=(), **positions):
        return Tuple(list(dims), Load(), **positions)


# --- Back to source

# How tightly an operator binds; what binds less than its surroundings ask for needs parentheses.
(_NAMED_EXPR, _TUPLE, _YIELD, _TEST, _OR, _AND, _NOT, _CMP, _EXPR, _BXOR, _BAND, _SHIFT, _ARITH, _TERM, _FACTOR, _POWER, _AWAIT,
 _ATOM) = range(18)
_BOR = _EXPR

_line_quotes = ("'", '"')
_block_quotes = ('"""', "'''")

# There is no literal for these two, but one for a number too large for a float.
_infinity = f"1e{sys.float_info.max_10_exp + 1}"
_not_a_number = f"({_infinity}-{_infinity})"

# The text of an operator, and how tightly it binds.
_operators = {
    "Or": ("or", _OR), "And": ("and", _AND),
    "Not": ("not ", _NOT), "Invert": ("~", _FACTOR), "UAdd": ("+", _FACTOR), "USub": ("-", _FACTOR),
    "BitOr": ("|", _BOR), "BitXor": ("^", _BXOR), "BitAnd": ("&", _BAND), "LShift": ("<<", _SHIFT), "RShift": (">>", _SHIFT),
    "Add": ("+", _ARITH), "Sub": ("-", _ARITH), "Mult": ("*", _TERM), "MatMult": ("@", _TERM), "Div": ("/", _TERM),
    "FloorDiv": ("//", _TERM), "Mod": ("%", _TERM), "Pow": ("**", _POWER),
}
_comparisons = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in",
                "NotIn": "not in"}
# How tightly other expressions bind; those that are in neither table never need parentheses.
_bindings = {"NamedExpr": _NAMED_EXPR, "Tuple": _TUPLE, "Yield": _YIELD, "YieldFrom": _YIELD, "Lambda": _TEST, "IfExp": _TEST, "Compare": _CMP,
             "Await": _AWAIT, "MatchAs": _TEST, "MatchOr": _BOR}
# In a format specification no quotes protect what is special in a string.
_specification_escapes = str.maketrans({"\\": r"\\", "'": r"\'", '"': r"\"", "\n": r"\n"})


def _operator(node):
    return _operators[type(node).__name__]


def _binding(node):
    match node:
        case BoolOp() | BinOp() | UnaryOp():
            return _operator(node.op)[1]
        case Tuple(elts=[]) | MatchAs(name=None) | MatchAs(pattern=None):
            return _ATOM
    return _bindings.get(type(node).__name__, _ATOM)


def _constant_text(value):
    text = repr(value)
    if isinstance(value, (float, complex)):
        text = text.replace("inf", _infinity).replace("nan", _not_a_number)
    return text


def _as_tuple(texts):
    """Texts separated by commas; a single one has a comma, too."""
    texts = list(texts)
    return texts[0] + "," if len(texts) == 1 else ", ".join(texts)


def _quotable(string, quotes, *, escape_blanks=False):
    """(the string with escapes, those of the quotes that it may stand in)"""

    def escape(character):
        if character in "\n\t" and not escape_blanks or character.isprintable() and character != "\\":
            return character
        return character.encode("unicode_escape").decode("ascii")

    text = "".join(map(escape, string))
    fitting = [quote for quote in quotes if quote not in text and ("\n" not in text or quote in _block_quotes)]
    if not fitting:
        # A quote must be escaped: repr() knows how.
        text = repr(string)
        return text[1:-1], [next((quote for quote in quotes if text[0] in quote), text[0])]
    if text:
        # What ends in a quotation mark is better in others; else its last one is escaped.
        fitting.sort(key=lambda quote: quote[0] == text[-1])
        if fitting[0][0] == text[-1]:
            text = f"{text[:-1]}\\{text[-1]}"
    return text, fitting


class _Unparser:
    """Writes a tree as source that makes the same tree.

    There is a method for each class of nodes. That of an expression returns its text; whether this needs parentheses decides text(), which
    knows how much room there is. That of a statement adds lines.
    """

    def __init__(self):
        self._lines = []
        self._depth = 0
        self._type_ignores = {}
        self._except = "except"

    def visit(self, tree):
        """The source of a node or of a list of nodes."""
        self._lines = []
        self.put(tree)
        return "\n".join(self._lines)

    def put(self, tree):
        for node in tree if isinstance(tree, list) else [tree]:
            text = self.text(node)
            if text and self._lines:
                self._lines[-1] += text
            elif text:
                self._lines.append(text)

    def text(self, node, room=_TEST):
        """The text of an expression, in parentheses if it binds less tightly than `room`."""
        method = getattr(self, "on_" + type(node).__name__, None)
        if method is None:
            return "".join([self.text(child) or "" for child in iter_child_nodes(node)])
        text = method(node)
        return f"({text})" if room > _binding(node) else text

    def after(self, before, node, room=_TEST):
        """What may be missing, with what stands before it."""
        return before + self.text(node, room) if node else ""

    def all(self, nodes, room=_TEST):
        return ", ".join([self.text(node, room) for node in nodes])

    def line(self, text):
        self._lines.append("    " * self._depth + text)

    def suite(self, head, body, comment=""):
        """A compound statement's clause: its head and, one step further in, its body."""
        self.line(f"{head}:{comment}")
        self._depth += 1
        self.put(body)
        self._depth -= 1

    def last_suite(self, head, body):
        """The same for a clause that is there only with a body."""
        if body:
            self.suite(head, body)

    def type_comment(self, node):
        comment = self._type_ignores.get(getattr(node, "lineno", None)) or getattr(node, "type_comment", None)
        return "" if comment is None else f" # type: {comment}"

    def documented(self, node):
        """The body of what may have a docstring; that is always in three quotes."""
        docstring = _docstring_of(node)
        if docstring is None:
            return node.body
        text, quotes = _quotable(docstring.value, _block_quotes)
        return [_Verbatim("u" * (docstring.kind == "u") + quotes[0] + text + quotes[0]), *node.body[1:]]

    def on__Verbatim(self, node):
        self.line(node.text)

    # --- Statements

    def on_Module(self, node):
        self._type_ignores = {ignore.lineno: f"ignore{ignore.tag}" for ignore in getattr(node, "type_ignores", [])}
        self.put(self.documented(node))
        self._type_ignores = {}

    def on_Interactive(self, node):
        self.put(node.body)

    def on_Expression(self, node):
        self.put(node.body)

    def on_FunctionType(self, node):
        return f"({self.all(node.argtypes)}) -> {self.text(node.returns)}"

    def on_Expr(self, node):
        self.line(self.text(node.value, _YIELD))

    def on_Import(self, node):
        self.line("import " + self.all(node.names))

    def on_ImportFrom(self, node):
        self.line(f"from {'.' * (node.level or 0)}{node.module or ''} import {self.all(node.names)}")

    def on_alias(self, node):
        return f"{node.name} as {node.asname}" if node.asname else node.name

    def on_Assign(self, node):
        targets = "".join([f"{self.text(target, _TUPLE)} = " for target in node.targets])
        self.line(targets + self.text(node.value) + self.type_comment(node))

    def on_AugAssign(self, node):
        self.line(f"{self.text(node.target)} {_operator(node.op)[0]}= {self.text(node.value)}")

    def on_AnnAssign(self, node):
        target = self.text(node.target)
        if isinstance(node.target, Name) and not node.simple:
            target = f"({target})"
        self.line(f"{target}: {self.text(node.annotation)}{self.after(' = ', node.value)}")

    def on_TypeAlias(self, node):
        self.line(f"type {self.text(node.name)}{self.type_parameters(node)} = {self.text(node.value)}")

    def on_Return(self, node):
        self.line("return" + self.after(" ", node.value))

    def on_Delete(self, node):
        self.line("del " + self.all(node.targets))

    def on_Assert(self, node):
        self.line(f"assert {self.text(node.test)}{self.after(', ', node.msg)}")

    def on_Raise(self, node):
        if node.cause and not node.exc:
            raise ValueError("Node can't use cause without an exception.")
        self.line("raise" + self.after(" ", node.exc) + self.after(" from ", node.cause))

    def on_Pass(self, node):
        self.line(type(node).__name__.lower())

    on_Break = on_Continue = on_Pass

    def on_Global(self, node):
        self.line(f"{type(node).__name__.lower()} {', '.join(node.names)}")

    on_Nonlocal = on_Global

    def on_If(self, node):
        self.suite("if " + self.text(node.test), node.body)
        # A chain of elif has no end that Python's stack would set.
        while len(node.orelse) == 1 and isinstance(node.orelse[0], If):
            node = node.orelse[0]
            self.suite("elif " + self.text(node.test), node.body)
        self.last_suite("else", node.orelse)

    def on_While(self, node):
        self.suite("while " + self.text(node.test), node.body)
        self.last_suite("else", node.orelse)

    def on_For(self, node, word="for"):
        self.suite(f"{word} {self.text(node.target, _TUPLE)} in {self.text(node.iter)}", node.body, self.type_comment(node))
        self.last_suite("else", node.orelse)

    def on_AsyncFor(self, node):
        self.on_For(node, "async for")

    def on_With(self, node, word="with"):
        self.suite(f"{word} {self.all(node.items)}", node.body, self.type_comment(node))

    def on_AsyncWith(self, node):
        self.on_With(node, "async with")

    def on_withitem(self, node):
        return self.text(node.context_expr) + self.after(" as ", node.optional_vars)

    def on_Try(self, node, word="except"):
        outer, self._except = self._except, word
        try:
            self.suite("try", node.body)
            self.put(node.handlers)
            self.last_suite("else", node.orelse)
            self.last_suite("finally", node.finalbody)
        finally:
            self._except = outer

    def on_TryStar(self, node):
        self.on_Try(node, "except*")

    def on_ExceptHandler(self, node):
        name = f" as {node.name}" if node.name else ""
        self.suite(self._except + self.after(" ", node.type) + name, node.body)

    def definition(self, node, head, comment=""):
        for decorator in node.decorator_list:
            self.line("@" + self.text(decorator))
        self.suite(head, self.documented(node), comment)

    def empty_line(self):
        if self._lines:
            self._lines.append("")

    def on_ClassDef(self, node):
        self.empty_line()
        bases = self.all([*node.bases, *node.keywords])
        self.definition(node, f"class {node.name}{self.type_parameters(node)}" + (f"({bases})" if bases else ""))

    def on_FunctionDef(self, node, word="def"):
        self.empty_line()
        head = f"{word} {node.name}{self.type_parameters(node)}({self.text(node.args)}){self.after(' -> ', node.returns)}"
        self.definition(node, head, self.type_comment(node))

    def on_AsyncFunctionDef(self, node):
        self.on_FunctionDef(node, "async def")

    def type_parameters(self, node):
        parameters = self.all(getattr(node, "type_params", ()))
        return f"[{parameters}]" if parameters else ""

    def on_TypeVar(self, node):
        return node.name + self.after(": ", node.bound) + self.after(" = ", node.default_value)

    def on_TypeVarTuple(self, node):
        return f"*{node.name}{self.after(' = ', node.default_value)}"

    def on_ParamSpec(self, node):
        return f"**{node.name}{self.after(' = ', node.default_value)}"

    def on_arg(self, node):
        return node.arg + self.after(": ", node.annotation)

    def on_arguments(self, node):

        def parameter(node, default):
            return self.text(node) + self.after("=", default)

        positional = [*node.posonlyargs, *node.args]
        parts = list(map(parameter, positional, [None] * (len(positional) - len(node.defaults)) + node.defaults))
        if node.posonlyargs:
            parts.insert(len(node.posonlyargs), "/")
        if node.vararg:
            parts.append("*" + self.text(node.vararg))
        elif node.kwonlyargs:
            parts.append("*")
        parts.extend(map(parameter, node.kwonlyargs, node.kw_defaults))
        if node.kwarg:
            parts.append("**" + self.text(node.kwarg))
        return ", ".join(parts)

    # --- Constants and strings

    def on_Constant(self, node):
        value = node.value
        if value is ...:
            return "..."
        if isinstance(value, tuple):
            return f"({_as_tuple(map(_constant_text, value))})"
        return "u" * (node.kind == "u") + _constant_text(value)

    def pieces(self, values, in_specification=False):
        """(text, is it constant?) of each part of an f-string."""
        for value in values:
            match value:
                case Constant(value=str(text)):
                    text = text.replace("{", "{{").replace("}", "}}")
                    yield text.translate(_specification_escapes) if in_specification else text, True
                case JoinedStr():
                    yield "".join([text for text, _ in self.pieces(value.values, in_specification)]), False
                case FormattedValue():
                    yield self.text(value), False
                case _:
                    raise ValueError(f"Unexpected node inside JoinedStr, {value!r}")

    def on_JoinedStr(self, node):
        pieces = list(self.pieces(node.values))
        quotes = [*_line_quotes, *_block_quotes]
        texts = []
        for text, constant in pieces:
            if constant:
                text, fitting = _quotable(text, quotes, escape_blanks=True)
            else:
                fitting = _block_quotes if "\n" in text else quotes
            quotes = [quote for quote in fitting if quote in quotes]
            if constant and not quotes:
                # None fit all parts: those that repr() escapes do. It chooses single ones where a double one is inside.
                quotes = ["'''"]
                texts = [repr('"' + text)[2:-1] if constant else text for text, constant in pieces]
                break
            texts.append(text)
        return f"f{quotes[0]}{''.join(texts)}{quotes[0]}"

    def on_FormattedValue(self, node):
        value = self.text(node.value, _TEST + 1)
        if value.startswith("{"):
            value = " " + value  # Two of them would be a brace.
        conversion = "" if node.conversion == -1 else f"!{chr(node.conversion)}"
        specification = ""
        if node.format_spec:
            specification = ":" + "".join([text for text, _ in self.pieces(node.format_spec.values, True)])
        return f"{{{value}{conversion}{specification}}}"

    # --- Other expressions

    def on_Name(self, node):
        return node.id

    def on_Attribute(self, node):
        value = self.text(node.value, _ATOM)
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            value += " "  # 3.real would be a float.
        return f"{value}.{node.attr}"

    def on_Call(self, node):
        return f"{self.text(node.func, _ATOM)}({self.all([*node.args, *node.keywords])})"

    def on_keyword(self, node):
        return ("**" if node.arg is None else node.arg + "=") + self.text(node.value)

    def on_Subscript(self, node):
        match node.slice:
            case Tuple(elts=[_, *_] as indices):
                index = _as_tuple(map(self.text, indices))
            case other:
                index = self.text(other)
        return f"{self.text(node.value, _ATOM)}[{index}]"

    def on_Slice(self, node):
        return f"{self.after('', node.lower)}:{self.after('', node.upper)}{self.after(':', node.step)}"

    def on_Starred(self, node):
        return "*" + self.text(node.value, _EXPR)

    def on_Ellipsis(self, node):
        return "..."

    def on_List(self, node):
        return f"[{self.all(node.elts)}]"

    def on_Set(self, node):
        return f"{{{self.all(node.elts)}}}" if node.elts else "{*()}"  # {} is a dict.

    def on_Tuple(self, node):
        return _as_tuple(map(self.text, node.elts)) if node.elts else "()"

    def on_Dict(self, node):
        return "{%s}" % ", ".join([f"{self.text(key)}: {self.text(value)}" if key is not None else "**" + self.text(value, _EXPR)
                                   for key, value in zip(node.keys, node.values)])

    def generators(self, node):
        return "".join([self.text(generator) for generator in node.generators])

    def on_ListComp(self, node):
        return f"[{self.text(node.elt)}{self.generators(node)}]"

    def on_GeneratorExp(self, node):
        return f"({self.text(node.elt)}{self.generators(node)})"

    def on_SetComp(self, node):
        return f"{{{self.text(node.elt)}{self.generators(node)}}}"

    def on_DictComp(self, node):
        return f"{{{self.text(node.key)}: {self.text(node.value)}{self.generators(node)}}}"

    def on_comprehension(self, node):
        text = f" for {self.text(node.target, _TUPLE)} in {self.text(node.iter, _TEST + 1)}"
        return " async" * bool(node.is_async) + text + "".join([" if " + self.text(condition, _TEST + 1) for condition in node.ifs])

    def on_NamedExpr(self, node):
        return f"{self.text(node.target, _ATOM)} := {self.text(node.value, _ATOM)}"

    def on_Await(self, node):
        return "await" + self.after(" ", node.value, _ATOM)

    def on_Yield(self, node):
        return "yield" + self.after(" ", node.value, _ATOM)

    def on_YieldFrom(self, node):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return "yield from " + self.text(node.value, _ATOM)

    def on_Lambda(self, node):
        parameters = self.text(node.args)
        return f"lambda{' ' if parameters else ''}{parameters}: {self.text(node.body)}"

    def on_IfExp(self, node):
        return f"{self.text(node.body, _TEST + 1)} if {self.text(node.test, _TEST + 1)} else {self.text(node.orelse)}"

    def on_UnaryOp(self, node):
        operator, binding = _operator(node.op)
        return operator + self.text(node.operand, binding)

    def on_BinOp(self, node):
        operator, binding = _operator(node.op)
        # The power alone groups from the right.
        left, right = (binding + 1, binding) if operator == "**" else (binding, binding + 1)
        return f"{self.text(node.left, left)} {operator} {self.text(node.right, right)}"

    def on_BoolOp(self, node):
        operator, binding = _operator(node.op)
        return f" {operator} ".join([self.text(value, min(binding + place, _ATOM)) for place, value in enumerate(node.values, 1)])

    def on_Compare(self, node):
        rest = zip(node.ops, node.comparators)
        return self.text(node.left, _CMP + 1) + "".join([f" {_comparisons[type(operator).__name__]} {self.text(right, _CMP + 1)}" for operator, right in rest])

    # --- match

    def on_Match(self, node):
        self.suite("match " + self.text(node.subject), node.cases)

    def on_match_case(self, node):
        self.suite(f"case {self.text(node.pattern)}{self.after(' if ', node.guard)}", node.body)

    def on_MatchValue(self, node):
        return self.text(node.value)

    def on_MatchSingleton(self, node):
        return _constant_text(node.value)

    def on_MatchSequence(self, node):
        return f"[{self.all(node.patterns)}]"

    def on_MatchStar(self, node):
        return f"*{node.name or '_'}"

    def on_MatchMapping(self, node):
        parts = [f"{self.text(key)}: {self.text(pattern)}" for key, pattern in zip(node.keys, node.patterns)]
        if node.rest is not None:
            parts.append("**" + node.rest)
        return f"{{{', '.join(parts)}}}"

    def on_MatchClass(self, node):
        named = [f"{name}={self.text(pattern)}" for name, pattern in zip(node.kwd_attrs, node.kwd_patterns)]
        return f"{self.text(node.cls, _ATOM)}({', '.join([*map(self.text, node.patterns), *named])})"

    def on_MatchAs(self, node):
        if node.name is None:
            return "_"
        return f"{self.text(node.pattern, _BOR)} as {node.name}" if node.pattern is not None else node.name

    def on_MatchOr(self, node):
        return " | ".join([self.text(pattern, _BOR + 1) for pattern in node.patterns])


class _Verbatim:
    """A line that is ready among the statements of a body."""

    def __init__(self, text):
        self.text = text


def unparse(ast_obj):
    """Source that makes the same tree; not the same text."""
    return _Unparser().visit(ast_obj)


def main():
    import argparse
    parser = argparse.ArgumentParser(prog="python -m ast")
    parser.add_argument("infile", nargs="?", default="-", help="the file to parse; defaults to stdin")
    parser.add_argument("-m", "--mode", default="exec", choices=("exec", "single", "eval", "func_type"), help="specify what kind of code must be parsed")
    parser.add_argument("--no-type-comments", default=True, action="store_false", help="don't add information about type comments")
    parser.add_argument("-a", "--include-attributes", action="store_true", help="include attributes such as line numbers and column offsets")
    parser.add_argument("-i", "--indent", type=int, default=3, help="indentation of nodes (number of spaces)")
    arguments = parser.parse_args()
    if arguments.infile == "-":
        name = "<stdin>"
        source = sys.stdin.buffer.read()
    else:
        name = arguments.infile
        with open(arguments.infile, "rb") as infile:
            source = infile.read()
    tree = parse(source, name, arguments.mode, type_comments=arguments.no_type_comments)
    print(dump(tree, include_attributes=arguments.include_attributes, indent=arguments.indent))


if __name__ == "__main__":
    main()
