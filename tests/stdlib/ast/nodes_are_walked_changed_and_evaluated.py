# oracle: 3.13
import ast


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


class Names(ast.NodeVisitor):
    def __init__(self):
        self.names = []

    def visit_Name(self, node):
        self.names.append(node.id)


tree = ast.parse("x = a + 3 * b", mode="exec")
names = Names()
names.visit(tree)
print(names.names)
tree = ast.fix_missing_locations(Doubler().visit(tree))
space = {"a": 1, "b": 10}
exec(compile(tree, "t", "exec"), space)
print(space["x"])
made = ast.Expression(ast.BinOp(ast.Constant(20), ast.Add(), ast.Constant(22)))
print(eval(compile(ast.fix_missing_locations(made), "t", "eval")), ast.unparse(made))
print(ast.literal_eval("{'a': [1, 2.5, -3, 1+2j], 'b': (None, True, ...), 'c': {1}, 'd': b'x'}"))
for text in ("f()", "1 + a", "[x for x in y]"):
    try:
        ast.literal_eval(text)
    except ValueError as e:
        print(str(e).split(":")[0])
print(ast.get_docstring(ast.parse("'''  A doc.\n    more\n'''")), ast.get_source_segment("a = b + c", ast.parse("a = b + c").body[0].value))
print([type(n).__name__ for n in ast.walk(ast.parse("a.b"))], ast.Name._fields, ast.Name(id="x", ctx=ast.Load()).id)
for tree in (ast.Module([ast.Expr(ast.Name("x", ast.Store()))], []), ast.Module([ast.If(ast.Constant(1), [], [])], [])):
    try:
        compile(ast.fix_missing_locations(tree), "t", "exec")
    except ValueError as e:
        print(e)
try:
    compile(ast.Module([ast.Pass()], []), "t", "exec")
except TypeError as e:
    print(e)
