import sys, types
m = types.ModuleType("m")
exec("def __getattr__(name):\n    if name == 'bad':\n        raise AttributeError('really bad')\n    return name * 2\ndef __dir__():\n    return ['z', 'a']\nreal = 1", m.__dict__)
print(m.x, m.real, dir(m), hasattr(m, "bad"))
try:
    m.bad
except AttributeError as error:
    print(error)
class C:
    def __dir__(self):
        return ["two", "one"]
print(dir(C()), "real" in vars(m), [n for n in dir(object()) if n == "__eq__"])
