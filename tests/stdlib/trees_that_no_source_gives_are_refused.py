# compile() refuses a tree that breaks the grammar's rules, with a message, whatever part is wrong.
import ast


def attempt(text, **changes):
    tree = ast.parse(text)
    node = tree.body[0]
    for name, value in changes.items():
        setattr(node, name, value)
    try:
        compile(ast.fix_missing_locations(tree), "<tree>", "exec")
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


def name(identifier="x", context=ast.Load):
    return ast.Name(identifier, context())


def pattern(value):
    attempt("match x:\n    case _: pass", cases=[ast.match_case(value, None, [ast.Pass()])])


attempt("type A = int", name=ast.Subscript(name(), ast.Constant(1), ast.Store()))
attempt("x: int", target=ast.Attribute(name(), "y", ast.Store()), simple=1)
attempt("x", value=ast.Compare(name(), [ast.In()], []))
attempt("x", value=ast.ListComp(name(), []))
attempt("x", value=ast.GeneratorExp(name("x", ast.Store), [ast.comprehension(name(), name(), [], 0)]))
attempt("x", value=ast.NamedExpr(ast.Constant(1), name()))
attempt("from a import b", level=-1)
attempt("raise x", exc=None, cause=name())
attempt("try: pass\nfinally: pass", finalbody=[])
attempt("x = 1", targets=[ast.Constant(1)])
attempt("x = 1", lineno=5, end_lineno=3)
attempt("x = 1", col_offset=5, end_col_offset=3)
pattern(ast.MatchValue(ast.Constant(True)))
pattern(ast.MatchValue(name()))
pattern(ast.MatchSingleton("text"))
pattern(ast.MatchStar("x"))
pattern(ast.MatchAs(name="_"))
pattern(ast.MatchOr([ast.MatchSingleton(None)]))
pattern(ast.MatchClass(ast.Constant(1), [], [], []))
pattern(ast.MatchClass(name(), [], ["a"], []))
pattern(ast.MatchMapping([ast.Constant(1)], []))
pattern(ast.MatchSequence([ast.MatchStar("_")]))
