class C:
    def __len__(self):
        return 1
c = C()
c.__len__ = lambda: 99
c.__add__ = lambda other: "never"
c.__iter__ = lambda: iter([])
print(len(c), c.__len__())
for expression in ("c + 1", "list(c)", "c()", "c[0]"):
    c.__call__ = lambda: 1
    c.__getitem__ = lambda i: 1
    try:
        eval(expression)
    except TypeError as error:
        print(expression, "->", error)
class Meta(type):
    def __len__(cls):
        return 7
    def __getitem__(cls, item):
        return "item " + item
    def __contains__(cls, item):
        return True
    def __iter__(cls):
        return iter("meta")
    def __bool__(cls):
        return False
class D(metaclass=Meta):
    pass
print(len(D), D["x"], 5 in D, list(D), bool(D))
C.__add__ = lambda self, other: "added later"
print(c + 1)
C.__len__ = lambda self: 5
print(len(c))
del C.__len__
try:
    len(c)
except TypeError as error:
    print(error)
