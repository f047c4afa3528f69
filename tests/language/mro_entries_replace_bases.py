class Generic:
    def __mro_entries__(self, bases):
        print("asked with", len(bases))
        return (Real,)
class Real:
    def f(self):
        return "real"
class C(Generic()):
    pass
print(C.__bases__, C().f(), len(C.__orig_bases__))
try:
    class D(5):
        pass
except TypeError as error:
    print("TypeError")
class E(list[int]):
    pass
print(E([1]), E.__bases__, E.__orig_bases__)
