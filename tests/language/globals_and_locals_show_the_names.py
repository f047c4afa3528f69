module_level = 1
print("module_level" in globals(), globals() is locals())
def function(argument, *rest, key=2):
    local = 3
    return sorted(locals().items())
print(function(1, 5))
globals()["made"] = "by globals()"
print(made)
class Body:
    a = 1
    names = [name for name in sorted(locals()) if not name.startswith("__")] if True else []
print(vars(Body)["a"], __name__)
def nested():
    x = 1
    def inner():
        x
        return list(locals())
    return inner()
print(nested())
