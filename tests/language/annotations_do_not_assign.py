x: int
try:
    x
except NameError as error:
    print(error)
y: str = "assigned"
(z): int = 3
class C:
    a: int
    b: "forward" = 2
print(y, z, C.__annotations__, hasattr(C, "a"), C.b)
def f():
    local: undefined_name = 1
    return local
print(f())
class D:
    pass
d = D()
d.attribute: int = 5
print(d.attribute)
