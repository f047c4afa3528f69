import types
source = "x = 'theirs'\ndef get():\n    return x\ndef set(v):\n    global x\n    x = v"
m = types.ModuleType("m")
exec(source, m.__dict__)
x = "mine"
print(m.get(), x, m.get.__globals__ is m.__dict__)
m.set("changed")
print(m.x, x)
f = types.FunctionType(m.get.__code__, {"x": "third"})
print(f(), f.__name__)
g = types.FunctionType((lambda a, b=1: (a, b)).__code__, {}, "named", (5,))
print(g(1), g.__name__)
