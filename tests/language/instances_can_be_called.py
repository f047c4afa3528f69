class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x, *, twice=False):
        return (self.n + x) * (2 if twice else 1)
add = Adder(3)
print(add(4), add(4, twice=True), callable(add), callable(3), callable(Adder))
print(list(map(add, [1, 2])))
class C:
    pass
c = C()
c.__call__ = lambda: "instance attributes do not count"
try:
    c()
except TypeError as error:
    print(error)
