class Base:
    shared = "base"
    only_base = 1
class Child(Base):
    shared = "child"
c = Child()
print(c.shared, c.only_base)
c.shared = "instance"
print(c.shared, Child.shared, Base.shared, vars(c))
del c.shared
print(c.shared)
try:
    del c.shared
except AttributeError as error:
    print(error)
try:
    c.missing
except AttributeError as error:
    print(error, error.name, error.obj is c)
Base.later = "added later"
print(c.later)
