"""Syntax trees: making, showing, walking, changing and evaluating them.

    tree = ast.parse(source);  ast.dump(tree);  compile(tree, "<tree>", "exec");  ast.literal_eval("[1, 2]");  ast.unparse(tree)
"""

import _ast
from _ast import *
from _ast import AST, PyCF_ONLY_AST, PyCF_OPTIMIZED_AST, PyCF_TYPE_COMMENTS, PyCF_ALLOW_TOP_LEVEL_AWAIT
from contextlib import contextmanager, nullcontext
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


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """The tree as text."""
    if not isinstance(node, AST):
        raise TypeError("expected AST, got %r" % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent

    def show(node, level=0):
        """(text, may it share a line with others)"""
        if indent is not None:
            level += 1
            prefix = "\n" + indent * level
            separator = ",\n" + indent * level
        else:
            prefix = ""
            separator = ", "
        if isinstance(node, AST):
            cls = type(node)
            parts = []
            skipped = []
            all_simple = True
            keywords = annotate_fields
            for name in node._fields:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    keywords = True
                    continue
                if value is None and getattr(cls, name, ...) is None:
                    keywords = True
                    continue
                if not show_empty:
                    if value == []:
                        if not keywords:
                            skipped.append(repr(value))
                        continue
                    if not keywords:
                        parts.extend(skipped)
                        skipped = []
                text, simple = show(value, level)
                all_simple = all_simple and simple
                parts.append(f"{name}={text}" if keywords else text)
            if include_attributes and node._attributes:
                for name in node._attributes:
                    try:
                        value = getattr(node, name)
                    except AttributeError:
                        continue
                    if value is None and getattr(cls, name, ...) is None:
                        continue
                    text, simple = show(value, level)
                    all_simple = all_simple and simple
                    parts.append(f"{name}={text}")
            name = node.__class__.__name__
            if all_simple and len(parts) <= 3:
                return f"{name}({', '.join(parts)})", not parts
            return f"{name}({prefix}{separator.join(parts)})", False
        if isinstance(node, list):
            if not node:
                return "[]", True
            return f"[{prefix}{separator.join(show(item, level)[0] for item in node)}]", False
        return repr(node), True

    return show(node)[0]


# --- Positions

def copy_location(new_node, old_node):
    """Give a node the position of another."""
    for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith("end_"):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give nodes without a position that of their parent."""

    def fix(node, lineno, col_offset, end_lineno, end_col_offset):
        if "lineno" in node._attributes:
            if not hasattr(node, "lineno"):
                node.lineno = lineno
            else:
                lineno = node.lineno
        if "end_lineno" in node._attributes:
            if getattr(node, "end_lineno", None) is None:
                node.end_lineno = end_lineno
            else:
                end_lineno = node.end_lineno
        if "col_offset" in node._attributes:
            if not hasattr(node, "col_offset"):
                node.col_offset = col_offset
            else:
                col_offset = node.col_offset
        if "end_col_offset" in node._attributes:
            if getattr(node, "end_col_offset", None) is None:
                node.end_col_offset = end_col_offset
            else:
                end_col_offset = node.end_col_offset
        for child in iter_child_nodes(node):
            fix(child, lineno, col_offset, end_lineno, end_col_offset)

    fix(node, 1, 0, 1, 0)
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


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError("%r can't have docstrings" % node.__class__.__name__)
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    value = node.body[0].value
    if not (isinstance(value, Constant) and isinstance(value.value, str)):
        return None
    text = value.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text


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
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        lineno, end_lineno = node.lineno - 1, node.end_lineno - 1
        col_offset, end_col_offset = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = _splitlines_no_ff(source, maxlines=end_lineno + 1)
    if end_lineno == lineno:
        return lines[lineno].encode()[col_offset:end_col_offset].decode()
    padding = ""
    if padded:
        before = lines[lineno].encode()[:col_offset].decode()
        padding = "".join([c if c in "\f\t" else " " for c in before])
    first = padding + lines[lineno].encode()[col_offset:].decode()
    last = lines[end_lineno].encode()[:end_col_offset].decode()
    return "".join([first, *lines[lineno + 1:end_lineno], last])


# --- Walking

def iter_fields(node):
    """(name, value) of the fields that are there."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes right below."""
    for name, field in iter_fields(node):
        if isinstance(field, AST):
            yield field
        elif isinstance(field, list):
            for item in field:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """The node and all nodes below, in no order that should be relied on."""
    from collections import deque
    todo = deque([node])
    while todo:
        node = todo.popleft()
        todo.extend(iter_child_nodes(node))
        yield node


class NodeVisitor:
    """visit() calls visit_CLASS(node) where there is such a method, else visits the children."""

    def visit(self, node):
        return getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for field, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)

    def visit_Constant(self, node):
        value = node.value
        name = _old_names.get(type(value))
        if name is None and isinstance(value, (int, float, complex)):
            name = "Num"
        if name is not None:
            try:
                visitor = getattr(self, "visit_" + name)
            except AttributeError:
                pass
            else:
                import warnings
                warnings.warn(f"visit_{name} is deprecated and will be removed in Python 3.14; add visit_Constant", DeprecationWarning, 2)
                return visitor(node)
        return self.generic_visit(node)


class NodeTransformer(NodeVisitor):
    """What a method gives replaces the node: another node, a list of them, or None for nothing."""

    def generic_visit(self, node):
        for field, old_value in iter_fields(node):
            if isinstance(old_value, list):
                new_values = []
                for value in old_value:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            new_values.extend(value)
                            continue
                    new_values.append(value)
                old_value[:] = new_values
            elif isinstance(old_value, AST):
                new_node = self.visit(old_value)
                if new_node is None:
                    delattr(node, field)
                else:
                    setattr(node, field, new_node)
        return node


# --- Classes that Constant has replaced

_old_names = {type(None): "NameConstant", bool: "NameConstant", bytes: "Bytes", str: "Str", type(...): "Ellipsis", int: "Num", float: "Num",
              complex: "Num"}
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
    """Deprecated AST node class."""


class Index(slice):
    """Deprecated AST node class. Use the index value directly instead."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated AST node class. Use ast.Tuple instead."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


# --- Back to source

# How tightly an operator binds; what binds less than its surroundings ask for needs parentheses.
(_NAMED_EXPR, _TUPLE, _YIELD, _TEST, _OR, _AND, _NOT, _CMP, _EXPR, _BXOR, _BAND, _SHIFT, _ARITH, _TERM, _FACTOR, _POWER, _AWAIT,
 _ATOM) = range(18)
_BOR = _EXPR

_single_quotes = ("'", '"')
_multi_quotes = ('"""', "'''")
_all_quotes = (*_single_quotes, *_multi_quotes)

_infinity = "1e" + repr(sys.float_info.max_10_exp + 1)

_binary = {"Add": ("+", _ARITH), "Sub": ("-", _ARITH), "Mult": ("*", _TERM), "MatMult": ("@", _TERM), "Div": ("/", _TERM), "Mod": ("%", _TERM),
           "LShift": ("<<", _SHIFT), "RShift": (">>", _SHIFT), "BitOr": ("|", _BOR), "BitXor": ("^", _BXOR), "BitAnd": ("&", _BAND),
           "FloorDiv": ("//", _TERM), "Pow": ("**", _POWER)}
_unary = {"Invert": ("~", _FACTOR), "Not": ("not", _NOT), "UAdd": ("+", _FACTOR), "USub": ("-", _FACTOR)}
_comparisons = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in",
                "NotIn": "not in"}


class _Unparser(NodeVisitor):
    """Writes a tree as source that makes the same tree."""

    def __init__(self):
        self._source = []
        self._precedences = {}
        self._type_ignores = {}
        self._indent = 0
        self._in_try_star = False

    def visit(self, node):
        self._source = []
        self.traverse(node)
        return "".join(self._source)

    def traverse(self, node):
        if isinstance(node, list):
            for item in node:
                self.traverse(item)
        else:
            getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)(node)

    def write(self, *text):
        self._source.extend(text)

    def fill(self, text=""):
        """Start a line."""
        self.maybe_newline()
        self.write("    " * self._indent + text)

    def maybe_newline(self):
        if self._source:
            self.write("\n")

    def interleave(self, between, function, items):
        items = iter(items)
        for item in items:
            function(item)
            break
        for item in items:
            between()
            function(item)

    def items_view(self, traverse, items):
        """Items separated by commas; a single one has a comma, too."""
        if len(items) == 1:
            traverse(items[0])
            self.write(",")
        else:
            self.interleave(lambda: self.write(", "), traverse, items)

    @contextmanager
    def block(self, *, extra=None):
        self.write(":")
        if extra:
            self.write(extra)
        self._indent += 1
        yield
        self._indent -= 1

    @contextmanager
    def delimit(self, start, end):
        self.write(start)
        yield
        self.write(end)

    def delimit_if(self, start, end, condition):
        return self.delimit(start, end) if condition else nullcontext()

    def require_parens(self, precedence, node):
        return self.delimit_if("(", ")", self.get_precedence(node) > precedence)

    def get_precedence(self, node):
        return self._precedences.get(node, _TEST)

    def set_precedence(self, precedence, *nodes):
        for node in nodes:
            self._precedences[node] = precedence

    def get_raw_docstring(self, node):
        if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)) or len(node.body) < 1:
            return None
        first = node.body[0]
        if not isinstance(first, Expr):
            return None
        value = first.value
        if isinstance(value, Constant) and isinstance(value.value, str):
            return value
        return None

    def get_type_comment(self, node):
        comment = self._type_ignores.get(node.lineno) or node.type_comment if hasattr(node, "lineno") else getattr(node, "type_comment", None)
        return f" # type: {comment}" if comment is not None else None

    def _body(self, node):
        if docstring := self.get_raw_docstring(node):
            self._docstring(docstring)
            self.traverse(node.body[1:])
        else:
            self.traverse(node.body)

    # --- Statements

    def visit_Module(self, node):
        self._type_ignores = {ignore.lineno: f"ignore{ignore.tag}" for ignore in getattr(node, "type_ignores", [])}
        self._body(node)
        self._type_ignores.clear()

    def visit_Interactive(self, node):
        self.traverse(node.body)

    def visit_Expression(self, node):
        self.traverse(node.body)

    def visit_FunctionType(self, node):
        with self.delimit("(", ")"):
            self.interleave(lambda: self.write(", "), self.traverse, node.argtypes)
        self.write(" -> ")
        self.traverse(node.returns)

    def visit_Expr(self, node):
        self.fill()
        self.set_precedence(_YIELD, node.value)
        self.traverse(node.value)

    def visit_NamedExpr(self, node):
        with self.require_parens(_NAMED_EXPR, node):
            self.set_precedence(_ATOM, node.target, node.value)
            self.traverse(node.target)
            self.write(" := ")
            self.traverse(node.value)

    def visit_Import(self, node):
        self.fill("import ")
        self.interleave(lambda: self.write(", "), self.traverse, node.names)

    def visit_ImportFrom(self, node):
        self.fill("from ")
        self.write("." * (node.level or 0))
        if node.module:
            self.write(node.module)
        self.write(" import ")
        self.interleave(lambda: self.write(", "), self.traverse, node.names)

    def visit_Assign(self, node):
        self.fill()
        for target in node.targets:
            self.set_precedence(_TUPLE, target)
            self.traverse(target)
            self.write(" = ")
        self.traverse(node.value)
        if comment := self.get_type_comment(node):
            self.write(comment)

    def visit_AugAssign(self, node):
        self.fill()
        self.traverse(node.target)
        self.write(" " + _binary[node.op.__class__.__name__][0] + "= ")
        self.traverse(node.value)

    def visit_AnnAssign(self, node):
        self.fill()
        with self.delimit_if("(", ")", not node.simple and isinstance(node.target, Name)):
            self.traverse(node.target)
        self.write(": ")
        self.traverse(node.annotation)
        if node.value:
            self.write(" = ")
            self.traverse(node.value)

    def visit_Return(self, node):
        self.fill("return")
        if node.value:
            self.write(" ")
            self.traverse(node.value)

    def visit_Pass(self, node):
        self.fill("pass")

    def visit_Break(self, node):
        self.fill("break")

    def visit_Continue(self, node):
        self.fill("continue")

    def visit_Delete(self, node):
        self.fill("del ")
        self.interleave(lambda: self.write(", "), self.traverse, node.targets)

    def visit_Assert(self, node):
        self.fill("assert ")
        self.traverse(node.test)
        if node.msg:
            self.write(", ")
            self.traverse(node.msg)

    def visit_Global(self, node):
        self.fill("global ")
        self.write(", ".join(node.names))

    def visit_Nonlocal(self, node):
        self.fill("nonlocal ")
        self.write(", ".join(node.names))

    def visit_Await(self, node):
        with self.require_parens(_AWAIT, node):
            self.write("await")
            if node.value:
                self.write(" ")
                self.set_precedence(_ATOM, node.value)
                self.traverse(node.value)

    def visit_Yield(self, node):
        with self.require_parens(_YIELD, node):
            self.write("yield")
            if node.value:
                self.write(" ")
                self.set_precedence(_ATOM, node.value)
                self.traverse(node.value)

    def visit_YieldFrom(self, node):
        with self.require_parens(_YIELD, node):
            self.write("yield from ")
            if not node.value:
                raise ValueError("Node can't be used without a value attribute.")
            self.set_precedence(_ATOM, node.value)
            self.traverse(node.value)

    def visit_Raise(self, node):
        self.fill("raise")
        if not node.exc:
            if node.cause:
                raise ValueError("Node can't use cause without an exception.")
            return
        self.write(" ")
        self.traverse(node.exc)
        if node.cause:
            self.write(" from ")
            self.traverse(node.cause)

    def _try(self, node, star):
        previous = self._in_try_star
        try:
            self._in_try_star = star
            self.fill("try")
            with self.block():
                self.traverse(node.body)
            for handler in node.handlers:
                self.traverse(handler)
            if node.orelse:
                self.fill("else")
                with self.block():
                    self.traverse(node.orelse)
            if node.finalbody:
                self.fill("finally")
                with self.block():
                    self.traverse(node.finalbody)
        finally:
            self._in_try_star = previous

    def visit_Try(self, node):
        self._try(node, False)

    def visit_TryStar(self, node):
        self._try(node, True)

    def visit_ExceptHandler(self, node):
        self.fill("except*" if self._in_try_star else "except")
        if node.type:
            self.write(" ")
            self.traverse(node.type)
        if node.name:
            self.write(" as ")
            self.write(node.name)
        with self.block():
            self.traverse(node.body)

    def visit_ClassDef(self, node):
        self.maybe_newline()
        for decorator in node.decorator_list:
            self.fill("@")
            self.traverse(decorator)
        self.fill("class " + node.name)
        if hasattr(node, "type_params"):
            self._type_params(node.type_params)
        with self.delimit_if("(", ")", node.bases or node.keywords):
            self.interleave(lambda: self.write(", "), self.traverse, [*node.bases, *node.keywords])
        with self.block():
            self._body(node)

    def _function(self, node, word):
        self.maybe_newline()
        for decorator in node.decorator_list:
            self.fill("@")
            self.traverse(decorator)
        self.fill(word + " " + node.name)
        if hasattr(node, "type_params"):
            self._type_params(node.type_params)
        with self.delimit("(", ")"):
            self.traverse(node.args)
        if node.returns:
            self.write(" -> ")
            self.traverse(node.returns)
        with self.block(extra=self.get_type_comment(node)):
            self._body(node)

    def visit_FunctionDef(self, node):
        self._function(node, "def")

    def visit_AsyncFunctionDef(self, node):
        self._function(node, "async def")

    def _type_params(self, type_params):
        if type_params:
            with self.delimit("[", "]"):
                self.interleave(lambda: self.write(", "), self.traverse, type_params)

    def _default(self, node):
        if node.default_value:
            self.write(" = ")
            self.traverse(node.default_value)

    def visit_TypeVar(self, node):
        self.write(node.name)
        if node.bound:
            self.write(": ")
            self.traverse(node.bound)
        self._default(node)

    def visit_TypeVarTuple(self, node):
        self.write("*" + node.name)
        self._default(node)

    def visit_ParamSpec(self, node):
        self.write("**" + node.name)
        self._default(node)

    def visit_TypeAlias(self, node):
        self.fill("type ")
        self.traverse(node.name)
        self._type_params(node.type_params)
        self.write(" = ")
        self.traverse(node.value)

    def _for(self, node, word):
        self.fill(word)
        self.set_precedence(_TUPLE, node.target)
        self.traverse(node.target)
        self.write(" in ")
        self.traverse(node.iter)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)
        if node.orelse:
            self.fill("else")
            with self.block():
                self.traverse(node.orelse)

    def visit_For(self, node):
        self._for(node, "for ")

    def visit_AsyncFor(self, node):
        self._for(node, "async for ")

    def visit_If(self, node):
        self.fill("if ")
        self.traverse(node.test)
        with self.block():
            self.traverse(node.body)
        while node.orelse and len(node.orelse) == 1 and isinstance(node.orelse[0], If):
            node = node.orelse[0]
            self.fill("elif ")
            self.traverse(node.test)
            with self.block():
                self.traverse(node.body)
        if node.orelse:
            self.fill("else")
            with self.block():
                self.traverse(node.orelse)

    def visit_While(self, node):
        self.fill("while ")
        self.traverse(node.test)
        with self.block():
            self.traverse(node.body)
        if node.orelse:
            self.fill("else")
            with self.block():
                self.traverse(node.orelse)

    def _with(self, node, word):
        self.fill(word)
        self.interleave(lambda: self.write(", "), self.traverse, node.items)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)

    def visit_With(self, node):
        self._with(node, "with ")

    def visit_AsyncWith(self, node):
        self._with(node, "async with ")

    # --- Strings

    def _str_literal(self, string, *, quote_types=_all_quotes, escape_special_whitespace=False):
        """(text with escapes, quotes that it may stand in)"""

        def escape(c):
            if not escape_special_whitespace and c in "\n\t":
                return c
            if c == "\\" or not c.isprintable():
                return c.encode("unicode_escape").decode("ascii")
            return c

        text = "".join(map(escape, string))
        possible = [quote for quote in quote_types if "\n" not in text or quote in _multi_quotes]
        possible = [quote for quote in possible if quote not in text]
        if not possible:
            # A quote must be escaped: repr() knows how.
            text = repr(string)
            quote = next((q for q in quote_types if text[0] in q), text[0])
            return text[1:-1], [quote]
        if text:
            # What ends in a quotation mark is better in others.
            possible.sort(key=lambda quote: quote[0] == text[-1])
            if possible[0][0] == text[-1]:
                assert len(possible[0]) == 3
                text = text[:-1] + "\\" + text[-1]
        return text, possible

    def _write_str(self, string, *, quote_types=_all_quotes):
        text, quotes = self._str_literal(string, quote_types=quote_types)
        quote = quotes[0]
        self.write(f"{quote}{text}{quote}")

    def _docstring(self, node):
        self.fill()
        if node.kind == "u":
            self.write("u")
        self._write_str(node.value, quote_types=_multi_quotes)

    def _fstring_parts(self, values, is_format_spec):
        """(text, is it constant?) of each part."""
        parts = []
        for value in values:
            saved = self._source
            self._source = []
            if isinstance(value, Constant) and isinstance(value.value, str):
                text = value.value.replace("{", "{{").replace("}", "}}")
                if is_format_spec:
                    for character, escaped in (("\\", r"\\"), ("'", r"\'"), ('"', r'\"'), ("\n", r"\n")):
                        text = text.replace(character, escaped)
                self.write(text)
                constant = True
            elif isinstance(value, JoinedStr):
                for text, constant in self._fstring_parts(value.values, is_format_spec):
                    self.write(text)
                constant = False
            elif isinstance(value, FormattedValue):
                self.traverse(value)
                constant = False
            else:
                raise ValueError(f"Unexpected node inside JoinedStr, {value!r}")
            parts.append(("".join(self._source), constant))
            self._source = saved
        return parts

    def visit_JoinedStr(self, node):
        self.write("f")
        quote_types = list(_all_quotes)
        parts = []
        fallback = False
        for value, is_constant in self._fstring_parts(node.values, False):
            if is_constant:
                text, new_quotes = self._str_literal(value, quote_types=quote_types, escape_special_whitespace=True)
                if set(new_quotes).isdisjoint(quote_types):
                    fallback = True
                    break
                quote_types = [q for q in new_quotes if q in quote_types]
                parts.append(text)
            else:
                if "\n" in value:
                    quote_types = [q for q in quote_types if q in _multi_quotes]
                parts.append(value)
        if fallback:
            # No quotes fit all parts: those that repr() escapes do. It chooses single ones where a double one is inside.
            quote_types = ["'''"]
            parts = [repr('"' + value)[2:-1] if is_constant else value for value, is_constant in self._fstring_parts(node.values, False)]
        text = "".join(parts)
        quote = quote_types[0]
        self.write(f"{quote}{text}{quote}")

    def visit_FormattedValue(self, node):

        def inner(expression):
            unparser = type(self)()
            unparser.set_precedence(_TEST + 1, expression)
            return unparser.visit(expression)

        with self.delimit("{", "}"):
            expression = inner(node.value)
            if expression.startswith("{"):
                self.write(" ")  # not {{
            self.write(expression)
            if node.conversion != -1:
                self.write(f"!{chr(node.conversion)}")
            if node.format_spec:
                self.write(":")
                for text, is_constant in self._fstring_parts(node.format_spec.values, True):
                    self.write(text)

    # --- Expressions

    def visit_Name(self, node):
        self.write(node.id)

    def _constant(self, value):
        if isinstance(value, (float, complex)):
            self.write(repr(value).replace("inf", _infinity).replace("nan", f"({_infinity}-{_infinity})"))
        else:
            self.write(repr(value))

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, tuple):
            with self.delimit("(", ")"):
                self.items_view(self._constant, value)
        elif value is ...:
            self.write("...")
        else:
            if node.kind == "u":
                self.write("u")
            self._constant(value)

    def visit_List(self, node):
        with self.delimit("[", "]"):
            self.interleave(lambda: self.write(", "), self.traverse, node.elts)

    def _comprehension(self, node, start, end):
        with self.delimit(start, end):
            self.traverse(node.elt)
            for generator in node.generators:
                self.traverse(generator)

    def visit_ListComp(self, node):
        self._comprehension(node, "[", "]")

    def visit_GeneratorExp(self, node):
        self._comprehension(node, "(", ")")

    def visit_SetComp(self, node):
        self._comprehension(node, "{", "}")

    def visit_DictComp(self, node):
        with self.delimit("{", "}"):
            self.traverse(node.key)
            self.write(": ")
            self.traverse(node.value)
            for generator in node.generators:
                self.traverse(generator)

    def visit_comprehension(self, node):
        self.write(" async for " if node.is_async else " for ")
        self.set_precedence(_TUPLE, node.target)
        self.traverse(node.target)
        self.write(" in ")
        self.set_precedence(_TEST + 1, node.iter, *node.ifs)
        self.traverse(node.iter)
        for condition in node.ifs:
            self.write(" if ")
            self.traverse(condition)

    def visit_IfExp(self, node):
        with self.require_parens(_TEST, node):
            self.set_precedence(_TEST + 1, node.body, node.test)
            self.traverse(node.body)
            self.write(" if ")
            self.traverse(node.test)
            self.write(" else ")
            self.set_precedence(_TEST, node.orelse)
            self.traverse(node.orelse)

    def visit_Set(self, node):
        if node.elts:
            with self.delimit("{", "}"):
                self.interleave(lambda: self.write(", "), self.traverse, node.elts)
        else:
            self.write("{*()}")  # {} is a dict

    def visit_Dict(self, node):

        def item(pair):
            key, value = pair
            if key is None:
                self.write("**")
                self.set_precedence(_EXPR, value)
                self.traverse(value)
            else:
                self.traverse(key)
                self.write(": ")
                self.traverse(value)

        with self.delimit("{", "}"):
            self.interleave(lambda: self.write(", "), item, zip(node.keys, node.values))

    def visit_Tuple(self, node):
        with self.delimit_if("(", ")", len(node.elts) == 0 or self.get_precedence(node) > _TUPLE):
            self.items_view(self.traverse, node.elts)

    def visit_UnaryOp(self, node):
        operator, precedence = _unary[node.op.__class__.__name__]
        with self.require_parens(precedence, node):
            self.write(operator)
            if precedence is not _FACTOR:
                self.write(" ")
            self.set_precedence(precedence, node.operand)
            self.traverse(node.operand)

    def visit_BinOp(self, node):
        operator, precedence = _binary[node.op.__class__.__name__]
        with self.require_parens(precedence, node):
            if operator == "**":
                left, right = precedence + 1, precedence
            else:
                left, right = precedence, precedence + 1
            self.set_precedence(left, node.left)
            self.traverse(node.left)
            self.write(f" {operator} ")
            self.set_precedence(right, node.right)
            self.traverse(node.right)

    def visit_Compare(self, node):
        with self.require_parens(_CMP, node):
            self.set_precedence(_CMP + 1, node.left, *node.comparators)
            self.traverse(node.left)
            for op, right in zip(node.ops, node.comparators):
                self.write(" " + _comparisons[op.__class__.__name__] + " ")
                self.traverse(right)

    def visit_BoolOp(self, node):
        operator, precedence = ("and", _AND) if isinstance(node.op, And) else ("or", _OR)
        with self.require_parens(precedence, node):

            def operand(value):
                nonlocal precedence
                precedence += 1
                self.set_precedence(precedence, value)
                self.traverse(value)

            self.interleave(lambda: self.write(f" {operator} "), operand, node.values)

    def visit_Attribute(self, node):
        self.set_precedence(_ATOM, node.value)
        self.traverse(node.value)
        # 3.real would be a float.
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            self.write(" ")
        self.write(".")
        self.write(node.attr)

    def visit_Call(self, node):
        self.set_precedence(_ATOM, node.func)
        self.traverse(node.func)
        with self.delimit("(", ")"):
            self.interleave(lambda: self.write(", "), self.traverse, [*node.args, *node.keywords])

    def visit_Subscript(self, node):
        self.set_precedence(_ATOM, node.value)
        self.traverse(node.value)
        with self.delimit("[", "]"):
            if isinstance(node.slice, Tuple) and node.slice.elts:
                self.items_view(self.traverse, node.slice.elts)
            else:
                self.traverse(node.slice)

    def visit_Starred(self, node):
        self.write("*")
        self.set_precedence(_EXPR, node.value)
        self.traverse(node.value)

    def visit_Ellipsis(self, node):
        self.write("...")

    def visit_Slice(self, node):
        if node.lower:
            self.traverse(node.lower)
        self.write(":")
        if node.upper:
            self.traverse(node.upper)
        if node.step:
            self.write(":")
            self.traverse(node.step)

    def visit_Lambda(self, node):
        with self.require_parens(_TEST, node):
            self.write("lambda")
            saved = self._source
            self._source = []
            self.traverse(node.args)
            arguments = self._source
            self._source = saved
            if arguments:
                self.write(" ", *arguments)
            self.write(": ")
            self.set_precedence(_TEST, node.body)
            self.traverse(node.body)

    def visit_arg(self, node):
        self.write(node.arg)
        if node.annotation:
            self.write(": ")
            self.traverse(node.annotation)

    def visit_arguments(self, node):
        first = True

        def separate():
            nonlocal first
            if first:
                first = False
            else:
                self.write(", ")

        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        for index, (argument, default) in enumerate(zip(positional, defaults), 1):
            separate()
            self.traverse(argument)
            if default:
                self.write("=")
                self.traverse(default)
            if index == len(node.posonlyargs):
                self.write(", /")
        if node.vararg or node.kwonlyargs:
            separate()
            self.write("*")
            if node.vararg:
                self.write(node.vararg.arg)
                if node.vararg.annotation:
                    self.write(": ")
                    self.traverse(node.vararg.annotation)
        for argument, default in zip(node.kwonlyargs, node.kw_defaults):
            self.write(", ")
            self.traverse(argument)
            if default:
                self.write("=")
                self.traverse(default)
        if node.kwarg:
            separate()
            self.write("**" + node.kwarg.arg)
            if node.kwarg.annotation:
                self.write(": ")
                self.traverse(node.kwarg.annotation)

    def visit_keyword(self, node):
        if node.arg is None:
            self.write("**")
        else:
            self.write(node.arg)
            self.write("=")
        self.traverse(node.value)

    def visit_alias(self, node):
        self.write(node.name)
        if node.asname:
            self.write(" as " + node.asname)

    def visit_withitem(self, node):
        self.traverse(node.context_expr)
        if node.optional_vars:
            self.write(" as ")
            self.traverse(node.optional_vars)

    # --- match

    def visit_Match(self, node):
        self.fill("match ")
        self.traverse(node.subject)
        with self.block():
            for case in node.cases:
                self.traverse(case)

    def visit_match_case(self, node):
        self.fill("case ")
        self.traverse(node.pattern)
        if node.guard:
            self.write(" if ")
            self.traverse(node.guard)
        with self.block():
            self.traverse(node.body)

    def visit_MatchValue(self, node):
        self.traverse(node.value)

    def visit_MatchSingleton(self, node):
        self._constant(node.value)

    def visit_MatchSequence(self, node):
        with self.delimit("[", "]"):
            self.interleave(lambda: self.write(", "), self.traverse, node.patterns)

    def visit_MatchStar(self, node):
        self.write(f"*{'_' if node.name is None else node.name}")

    def visit_MatchMapping(self, node):

        def pair(item):
            key, pattern = item
            self.traverse(key)
            self.write(": ")
            self.traverse(pattern)

        with self.delimit("{", "}"):
            keys = node.keys
            self.interleave(lambda: self.write(", "), pair, zip(keys, node.patterns))
            if node.rest is not None:
                if keys:
                    self.write(", ")
                self.write(f"**{node.rest}")

    def visit_MatchClass(self, node):
        self.set_precedence(_ATOM, node.cls)
        self.traverse(node.cls)
        with self.delimit("(", ")"):
            self.interleave(lambda: self.write(", "), self.traverse, node.patterns)
            attributes = node.kwd_attrs
            if attributes:
                if node.patterns:
                    self.write(", ")

                def attribute(pair):
                    self.write(f"{pair[0]}=")
                    self.traverse(pair[1])

                self.interleave(lambda: self.write(", "), attribute, zip(attributes, node.kwd_patterns))

    def visit_MatchAs(self, node):
        if node.name is None:
            self.write("_")
        elif node.pattern is None:
            self.write(node.name)
        else:
            with self.require_parens(_TEST, node):
                self.set_precedence(_BOR, node.pattern)
                self.traverse(node.pattern)
                self.write(f" as {node.name}")

    def visit_MatchOr(self, node):
        with self.require_parens(_BOR, node):
            self.set_precedence(_BOR + 1, *node.patterns)
            self.interleave(lambda: self.write(" | "), self.traverse, node.patterns)


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
