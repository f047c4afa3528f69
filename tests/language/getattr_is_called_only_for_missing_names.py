class Lazy:
    present = 1
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"no {name}")
        return "made " + name
lazy = Lazy()
lazy.own = 2
print(lazy.present, lazy.own, lazy.anything)
try:
    lazy._private
except AttributeError as error:
    print(error)
print(hasattr(lazy, "x"), hasattr(lazy, "_x"), getattr(lazy, "_y", "default"))
class Property:
    @property
    def broken(self):
        raise AttributeError("inside the property")
    def __getattr__(self, name):
        return "fallback for " + name
print(Property().broken)
