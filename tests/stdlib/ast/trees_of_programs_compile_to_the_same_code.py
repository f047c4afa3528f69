# oracle: 3.13
import ast

source = '''
import os.path as p, sys
from collections import *
@decorator
class C(Base, metaclass=M):
    """doc"""
    x: int = 3
    async def f(self, a, /, b=1, *args, c, d=2, **kw) -> int:
        async with a as b, c: await d
        async for x in y: yield x
        return [i for i in a if i async for j in k]
def g(n):
    global z
    try:
        while n > 0 < 10:
            n -= 1
            if n % 2: continue
            elif n == 3: break
        else: pass
    except (A, B) as e: raise E from e
    finally: del n
    match n:
        case [1, *rest] if rest: pass
        case {"a": b, **c}: pass
        case C(x, y=1) | None: pass
    return f"{n!r:>{n}} {{}}", lambda *a: a[1:2, ...], {**a, 1: 2}, {1}, (yield), 1j, b"x", -1
'''
tree = ast.parse(source)
print(ast.dump(tree, indent=1))
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
program = ast.parse("def f(n):\n    return [i * i for i in range(n)]\nresult = sum(f(10))\n")
space = {}
exec(compile(program, "<tree>", "exec"), space)
print(space["result"], space["f"].__code__.co_firstlineno)
