def g(a):
    local = a
    yield local
    yield from [1, 2]
it = g(5)
print(it.__name__, it.__qualname__, it.gi_code.co_name, it.gi_running, it.gi_frame.f_locals, it.gi_yieldfrom)
next(it)
print(it.gi_frame.f_locals)
next(it)
print(type(it.gi_yieldfrom).__name__)
list(it)
print(it.gi_frame, it.gi_running)
it.__name__ = "renamed"
print(it.__name__, repr(it).startswith("<generator object g at 0x"))
gen = (x for x in range(3))
print(gen.__name__, next(gen))
