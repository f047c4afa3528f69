class Data:
    def __get__(self, instance, owner):
        return "data"
    def __set__(self, instance, value):
        raise AttributeError("read only")
class NonData:
    def __get__(self, instance, owner):
        return "non-data"
class C:
    a = Data()
    b = NonData()
c = C()
c.__dict__["a"] = c.__dict__["b"] = "instance"
print(c.a, c.b, C.a, C.b)
try:
    c.a = 1
except AttributeError as error:
    print(error)
c.b = "stored"
print(c.b)
