# Code that remembers where it found attributes must notice every change of the class.
class Base:
    shared = "base"

    def method(self):
        return "base method"


class Other:
    late = "other"
    shared = "other"


class Derived(Base, Other):
    pass


def look(instance):
    found = []
    for name in ("shared", "late"):
        found.append(getattr(instance, name, None))
    return found + [instance.shared, instance.late, instance.method()]


instance = Derived()
for _ in range(3):
    first = look(instance)
print(first)
Base.late = "now in base"
print(look(instance))
Derived.shared = "derived"
print(look(instance))
del Derived.shared
print(look(instance))
Derived.method = lambda self: "derived method"
print(look(instance))
del Derived.method
print(look(instance))
instance.shared = "own"
print(look(instance))
Derived.shared = property(lambda self: "property")
print(look(instance))
del Derived.shared
print(look(instance))
del Base.late, Base.shared, instance.shared
print(look(instance))
