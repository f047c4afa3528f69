"""What a tree must keep beyond the kinds of its fields, before the compiler takes it.

Each check gets the fields of a node as attributes, and the name of its class as `kind`; their kinds are not checked yet. It raises
what compile() raises for such a tree. Thread safety: checks read the tree and keep nothing.
"""

import _ast


def _require(condition, text, *arguments):
    if not condition:
        raise ValueError(text % arguments)


# --- Positions ---------------------------------------------------------------------------------------------------------------

def check_position(node, lines, columns):
    """Checks (first, last) of both."""
    (line, end_line), (column, end_column) = lines, columns
    _require(line <= end_line, "AST node line range (%d, %d) is not valid", line, end_line)
    _require(line >= 0 or end_line == line, "AST node line range (%d, %d) is not valid", line, end_line)
    _require(column >= 0 or end_column == column, "AST node column range (%d, %d) for line range (%d, %d) is not valid",
             column, end_column, line, end_line)
    _require(line != end_line or column <= end_column, "line %d, column %d-%d is not a valid range", line, column, end_column)


# --- Statements and expressions ----------------------------------------------------------------------------------------------

def _comprehension(node):
    _require(node.generators, "comprehension with no generators")
    # The generators come before the element, as in execution.
    for generator in node.generators:
        if not isinstance(generator, _ast.comprehension):
            continue
        for part, context in ((generator.target, "Store"), (generator.iter, "Load"), *((test, "Load") for test in generator.ifs)):
            actual = type(getattr(part, "ctx", None)).__name__
            _require(actual in (context, "NoneType"), "expression must have %s context but has %s instead", context, actual)


def _compare(node):
    _require(node.comparators, "Compare with no comparators")


def _import_from(node):
    _require(not isinstance(node.level, int) or node.level >= 0, "Negative ImportFrom level")


def _raise(node):
    _require(node.exc is not None or node.cause is None, "Raise with cause but no exception")


def _try(node):
    name = node.kind
    _require(node.body, "empty body on %s", name)
    _require(node.handlers or node.finalbody, "%s has neither except handlers nor finalbody", name)
    _require(node.handlers or not node.orelse, "%s has orelse but no except handlers", name)


def _named_expression(node):
    if not isinstance(node.target, _ast.Name):
        raise TypeError("NamedExpr target must be a Name")


def _type_alias(node):
    if not isinstance(node.name, _ast.Name):
        raise TypeError("TypeAlias with non-Name name")


def _annotated(node):
    if node.simple and not isinstance(node.target, _ast.Name):
        raise TypeError("AnnAssign with simple non-Name target")


# --- Patterns ----------------------------------------------------------------------------------------------------------------

def _is_number(node, allowed):
    if isinstance(node, _ast.UnaryOp):
        return isinstance(node.op, _ast.USub) and _is_number(node.operand, allowed)
    return isinstance(node, _ast.Constant) and type(node.value) in allowed


def _is_attribute_chain(node):
    while isinstance(node, _ast.Attribute):
        _require(isinstance(node.ctx, _ast.Load), "expression must have Load context but has %s instead", type(node.ctx).__name__)
        node = node.value
    return isinstance(node, _ast.Name)


def _literal(node):
    """Check the value of a pattern that compares."""
    if isinstance(node, _ast.Constant):
        _require(type(node.value) in (int, float, complex, str, bytes), "unexpected constant inside of a literal pattern")
    elif isinstance(node, _ast.Attribute):
        _require(_is_attribute_chain(node), "patterns may only match literals and attribute lookups")
    elif isinstance(node, _ast.BinOp):
        _require(isinstance(node.op, (_ast.Add, _ast.Sub)) and _is_number(node.left, (int, float)) and _is_number(node.right, (complex,)),
                 "patterns may only match literals and attribute lookups")
    elif isinstance(node, _ast.UnaryOp):
        _require(_is_number(node, (int, float, complex)), "patterns may only match literals and attribute lookups")
    else:
        _require(isinstance(node, _ast.JoinedStr), "patterns may only match literals and attribute lookups")


def _capture(name):
    _require(name != "_", "can't capture name '_' in patterns")


def _no_stars(patterns):
    for pattern in patterns:
        _require(not isinstance(pattern, _ast.MatchStar), "can't use MatchStar here")


def _match_case(node):
    _no_stars([node.pattern])


def _match_value(node):
    _literal(node.value)


def _match_singleton(node):
    _require(node.value is None or isinstance(node.value, bool), "MatchSingleton can only contain True, False and None")


def _match_star(node):
    _capture(node.name)


def _match_mapping(node):
    _require(len(node.keys) == len(node.patterns), "MatchMapping doesn't have the same number of keys as patterns")
    _capture(node.rest)
    for key in node.keys:
        if not (isinstance(key, _ast.Constant) and (key.value is None or isinstance(key.value, bool))):
            _literal(key)
    _no_stars(node.patterns)


def _match_class(node):
    _require(len(node.kwd_attrs) == len(node.kwd_patterns),
             "MatchClass doesn't have the same number of keyword attributes as patterns")
    _require(_is_attribute_chain(node.cls), "MatchClass cls field can only contain Name or Attribute nodes.")
    _no_stars(node.patterns)
    _no_stars(node.kwd_patterns)


def _match_as(node):
    _capture(node.name)
    _require(node.name is not None or node.pattern is None, "MatchAs must specify a target name if a pattern is given")
    _no_stars([node.pattern])


def _match_or(node):
    _require(len(node.patterns) >= 2, "MatchOr requires at least 2 patterns")
    _no_stars(node.patterns)


# By class.
checks = {
    _ast.ListComp: _comprehension, _ast.SetComp: _comprehension, _ast.DictComp: _comprehension, _ast.GeneratorExp: _comprehension,
    _ast.Compare: _compare, _ast.NamedExpr: _named_expression, _ast.ImportFrom: _import_from, _ast.Raise: _raise,
    _ast.Try: _try, _ast.TryStar: _try,
    _ast.TypeAlias: _type_alias, _ast.AnnAssign: _annotated, _ast.match_case: _match_case, _ast.MatchValue: _match_value,
    _ast.MatchSingleton: _match_singleton, _ast.MatchStar: _match_star, _ast.MatchMapping: _match_mapping,
    _ast.MatchClass: _match_class, _ast.MatchAs: _match_as, _ast.MatchOr: _match_or,
}
