class A:
    def who(self):
        return "A"
class B:
    def who(self):
        return "B"
class Root:
    pass
class C(A, Root):
    pass
class D(C):
    pass
d = D()
print(d.who())
C.__bases__ = (B, Root)
print(d.who(), [k.__name__ for k in D.__mro__])
print(C in A.__subclasses__(), C in B.__subclasses__())
def assign(value):
    try:
        C.__bases__ = value
    except TypeError as error:
        print(error)
assign(())
assign([A])
assign((1,))
assign((D,))
print(D.__base__ is C, C.__base__ is B)
