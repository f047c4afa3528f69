import math, sys, types
m = types.ModuleType("made", "its doc")
m.x = 1
exec("def f(): return x", m.__dict__)
print(m.__name__, m.__doc__, m.f(), vars(m)["x"], type(m) is types.ModuleType, repr(m), hasattr(m, "y"))
del m.x
try:
    m.x
except AttributeError as error:
    print(error)
try:
    m.f()
except NameError as error:
    print(error)
sys.modules["made"] = m
import made
print(made is m, "pi" in dir(math), math.__name__)
class Lazy(types.ModuleType):
    def __getattr__(self, name):
        return "lazy " + name
m.__class__ = Lazy
print(m.something)
