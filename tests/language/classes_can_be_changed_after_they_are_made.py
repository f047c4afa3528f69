class A:
    def who(self):
        return "A"
class B:
    def who(self):
        return "B"
class C(A):
    pass
c = C()
print(c.who())
C.who = lambda self: "C"
print(c.who())
del C.who
C.__bases__ = (B,)
print(c.who(), [k.__name__ for k in C.__mro__])
c.__class__ = A
print(c.who(), type(c).__name__)
A.__name__ = "Renamed"
A.__doc__ = "documented"
print(type(c).__name__, A.__doc__, [k.__name__ for k in A.__subclasses__()], [k.__name__ for k in B.__subclasses__()])
for statement in ("C.__bases__ = ()", "C.__bases__ = (int,)", "c.__class__ = 5", "c.__class__ = int", "C.__mro__ = ()", "C.__bases__ = (C,)"):
    try:
        exec(statement)
        print("accepted", statement)
    except (TypeError, AttributeError) as error:
        print(statement, "->", type(error).__name__)
