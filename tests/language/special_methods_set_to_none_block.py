class Base:
    def __iter__(self):
        return iter([1])
    def __contains__(self, x):
        return True
    def __hash__(self):
        return 1
    def __add__(self, other):
        return "sum"
    def __reversed__(self):
        return iter([])
class Blocked(Base):
    __iter__ = None
    __contains__ = None
    __hash__ = None
    __add__ = None
    __reversed__ = None
b = Blocked()
for expression in ("list(b)", "1 in b", "hash(b)", "b + 1", "reversed(b)", "[x for x in b]"):
    try:
        print(eval(expression))
    except TypeError as error:
        print(expression, "->", error)
