# The text, the line and the marked range of the syntax errors that people meet most.
import traceback

sources = r'''
print "hello"
===
print hello
===
exec "x = 1"
===
if x
    pass
===
if x = 1:
    pass
===
while True
    pass
===
for i in range(3)
    pass
===
for i range(3):
    pass
===
def f()
    pass
===
def f:
    pass
===
class A
    pass
===
def f():
pass
===
if True:
print(1)
===
  x = 1
===
if True:
    x = 1
      y = 2
===
if True:
        x = 1
    y = 2
===
x = (1, 2
y = 3
===
x = [1, 2
===
x = {1: 2
===
x = 1)
===
x = (1, 2]
===
x = 'abc
===
x = "abc
===
x = """abc
===
x = 'it's'
===
f(a b)
===
f(a=1, 2)
===
f(**a, *b)
===
f(a=1, a=2)
===
f(x for x in y, 1)
===
f(True=1)
===
f(a.b=1)
===
x = [1 2]
===
x = {1 2}
===
x = {1: 2 3: 4}
===
x = {1:, 2: 3}
===
x = {1, 2: 3}
===
1 = x
===
f() = 1
===
a + b = c
===
None = 1
===
x, 1 = 2, 3
===
"a" = 1
===
[a, f()] = 1
===
a + 1 += 2
===
(a, b) += 1
===
x = 
===
x = 1 +
===
x == 1 = y
===
del f()
===
del 1
===
import a.b as c.d
===
import
===
from a import
===
from a import b,
===
from . import *, a
===
return 1
===
yield 1
===
await x
===
break
===
continue
===
def f():
    global x
    x: int = 1
===
def f(x):
    global x
===
def f():
    x = 1
    global x
===
nonlocal x
===
def f():
    nonlocal y
===
def f(a, a): pass
===
def f(a=1, b): pass
===
def f(*): pass
===
def f(**a, b): pass
===
def f(1): pass
===
def f((a, b)): pass
===
lambda x=1, y: 0
===
try:
    pass
x = 1
===
try:
    pass
except A, B:
    pass
===
try:
    pass
except:
    pass
except A:
    pass
===
else:
    pass
===
x = 5 if True
===
x = y if z else
===
x++
===
++x = 1
===
a = b ? c : d
===
if a and:
    pass
===
a = not
===
x = 08
===
x = 1__0
===
x = 0xg
===
x = 1.2.3
===
x = 12abc
===
a$ = 1
===
x = “hello”
===
x = a‑b
===
f"{a"
===
f"{}"
===
f"{a b}"
===
f"{a!x}"
===
f"{a:{b}"
===
f"}"
===
b"é"
===
"\N{nope}"
===
"\x1"
===
"\u12"
===
x = 'a' 'b' c
===
a, b := 1
===
(a.b := 1)
===
x = (yield)
===
match x:
    case 1
        pass
===
match x:
    case a | b:
        pass
===
match x:
    case {**rest, "a": 1}:
        pass
===
with open(x) as f
    pass
===
with open(x) as 1:
    pass
===
async def f():
    [await x for x in y
===
class A(x for x in y): pass
===
@
def f(): pass
===
assert
===
assert (x, "y")
===
raise A from
===
pass x
===
x = *a
===
*a = 1
===
*a, *b = c
===
print(*)
===
if x:
else:
    pass
===
def f():
    """doc"""
  return 1
===
x = 1
from __future__ import annotations
===
import a as b.c
===
a.1
===
a..b
===
a b
===
a = 1 b = 2
===
True = False
===
def None(): pass
===
class if: pass
===
x = class
===
[x for x in 1, 2]
===
[x, y for x, y in z]
===
{x: y for x in z, 1}
===
(x for x)
===
[x for 1 in y]
===
f(x for x in y for)
===
a if b else c = 1
===
x = {**a for a in b}
===
x = [*a for a in b]
===
def f() -> : pass
===
def f(a:): pass
===
x: int: str
===
(x, y): int
===
global x, 
===
x = \ 1
===
x = 1 \
'''.strip("\n").split("\n===\n")
for source in sources:
    print("-----", source.replace("\n", " | "))
    try:
        compile(source + "\n", "<test>", "exec")
        print("compiles")
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)
        print("".join(traceback.format_exception_only(error)), end="")
