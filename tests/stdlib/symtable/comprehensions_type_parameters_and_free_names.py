import symtable
import warnings

warnings.simplefilter("ignore")


def show(table, depth=0):
    print(" " * depth, table.get_type(), table.get_name(), table.get_symbols(), table.is_nested())
    for child in table.get_children():
        show(child, depth + 2)


for src in ("class A[T: (int,str)]:\n  def f[U](self, x:T, y:U=3)->T: return T\n  class In[V](Base): pass\n  type X = T\n  [lambda: q for z in w]\n  {k:(yield_) for k in v}\n(lambda: (a for b in c))\ndef g():\n  [lambda: q for z in w]\n  def h(): global zz; nonl=1\n  (l:=1)\n  import a.b\n  x.y: int = 4\n  [i for i in j for k in i]\n  async def co(): return [a async for a in b]\n",
 "from __future__ import annotations\ndef f(x: int)->str: y: q = 1\nclass A:\n  z: A",
 "def a():\n  x=1\n  def b():\n    def c():\n      return x\n  class D:\n    def e(self): return x\n    x = 2\n  [[y for y in x] for x in z]\n  [lambda: (u, x) for u in w]\n  any((n := m) for m in o)\n",
 "class P:\n  def __init__(self): self.__x = __y = 1; super().__init__()\n  __z: int = 1\n  def __m(self): pass\n  [__z for __w in q]\n",
 "x=1\ndef f():\n  global x\n  def g():\n    return x\n  def h():\n    x = 2\n    return lambda: x\n","try: pass\nexcept* (A, B) as e: pass\nwith a as b.c, d as e[f]: pass\ndel g, h.i\nj += k\nfor l, *m in n: pass\nassert o, p\nraise q from r\n",
 "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x += 1\n    return [x for _ in y if (z := _)]\n  return g\n", "lambda *a, b=1, **c: a\n", "def gen():\n  yield (x for x in y)\n  return {a: b for a, b in c}, {d for d in e}\n", "async def f():\n  async with a as b: pass\n  async for c in d: pass\n  else: e\n"):
    show(symtable.symtable(src, "f", "exec"))
t = symtable.symtable("def f(): pass\ndef f(): pass\nclass C:\n  def a(self): pass\n  b = lambda: 1\n  async def c(self): pass\n  g = (x for x in y)\n  def d[T](self): pass\n","f","exec")
try:
    t.lookup("f").get_namespace()
except ValueError as e:
    print(e)
print(t.lookup("C").get_namespace().get_methods(), len(t.lookup("f").get_namespaces()))
print(t.lookup("C").get_namespace() is t.lookup("C").get_namespace(), t.get_children()[0] is t.lookup("f").get_namespaces()[0])
