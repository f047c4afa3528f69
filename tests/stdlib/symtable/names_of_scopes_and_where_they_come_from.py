# Flags, scopes and tables of every kind of scope.
import symtable

SOURCE = '''
import os, sys as system
from a.b import c as d, e
from q import *
glob = 1
def outer(p, q=1, *args, k: int = 2, **kw) -> str:
    """doc"""
    global glob
    local = p
    annotated: int = 3
    only: str
    def inner(z):
        nonlocal local
        local = z + p + undefined
        return [x + z for x in range(p) if x]
    class Inside(Base, metaclass=M):
        attr = p
        __private = 1
        def method(self):
            return __class__, super().method, self.__private
        @deco
        def other(self): return attr
    lam = lambda a, b=local: a + b + glob
    try:
        pass
    except E as err:
        print(err)
    with open(p) as f, g() as (h, i):
        pass
    for j in p: del j
    if (w := 3): pass
    return inner
async def co():
    async for t in u(): await t
gen = (y for y in outer() if (walrus := y))
class K:
    a = 1
    def f(self): return a
    b = [a for _ in c]
    x: int
    global glob
    glob = 2
match glob:
    case {"k": v, **rest}: pass
    case [first, *others] as whole: pass
    case K(a=z1): pass
global zz
zz = 1
def ff[T: int, *Ts, **P](x: T) -> T: return x
class G[U]: 
    m: U
type Alias[V] = list[V]
'''
ASKED = ("is_referenced", "is_parameter", "is_global", "is_declared_global", "is_nonlocal", "is_local", "is_free", "is_imported",
         "is_annotated", "is_assigned", "is_namespace")


def show(table, depth=0):
    indent = "  " * depth
    print(indent, type(table).__name__, table.get_type(), table.get_name(), table.get_lineno(), table.is_optimized(), table.is_nested(),
          table.has_children(), list(table.get_identifiers()))
    if isinstance(table, symtable.Function):
        print(indent, "  F", table.get_parameters(), sorted(table.get_locals()), sorted(table.get_globals()), table.get_nonlocals(),
              sorted(table.get_frees()))
    for symbol in table.get_symbols():
        print(indent, "   ", repr(symbol), [name[3:] for name in ASKED if getattr(symbol, name)()],
              [inner.get_name() for inner in symbol.get_namespaces()])
    for child in table.get_children():
        show(child, depth + 1)


top = symtable.symtable(SOURCE, "file.py", "exec")
print(repr(top), top.get_children()[0])
show(top)
print(symtable.symtable("a+b", "f", "eval"), symtable.symtable("a+b", "f", "eval").get_identifiers(), symtable.symtable("a=b", "f", "single").lookup("a"))
print(top.lookup("outer").get_namespace())
try:
    top.lookup("nope")
except KeyError as e:
    print(repr(e))
try:
    top.lookup("glob").get_namespace()
except Exception as e:
    print(repr(e))
try:
    symtable.symtable("def f(): global x; x=1; nonlocal y", "f", "exec")
except SyntaxError as e:
    print(e)
try:
    symtable.symtable("a", "f", "bad")
except ValueError as e:
    print(e)
