def f(a, b=1, /, c=2, *args, d, e=3, **kw):
    local = a
    def inner():
        return local
    return inner
c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames[:7], c.co_cellvars, c.co_freevars, c.co_firstlineno, c.co_nlocals >= 7)
print(f(1, d=0).__code__.co_freevars, c.co_flags & 0x04 != 0, c.co_flags & 0x08 != 0, (lambda: (yield)).__code__.co_flags & 0x20 != 0, c.co_qualname if hasattr(c, "co_qualname") else "f")
code = compile("x = 1\ny = x + 1\n", "<made>", "exec")
print(code.co_filename, code.co_name, [n for n in code.co_names], code.co_consts[0])
space = {}
exec(code, space)
print(space["y"], f.__code__ == f.__code__, hash(c) == hash(f.__code__))
def swap():
    return "old"
def other():
    return "new"
swap.__code__ = other.__code__
print(swap())
