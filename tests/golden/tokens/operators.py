a = b ** c // d @ e << f >> g & h | i ^ ~j
a **= b; a //= c; a <<= d; a >>= e; a @= f; a |= g
def f(x: int = 1, /, *y, **z) -> int: return x[1:2, ...]
if (größe := x) != y or not x <= y: pass
