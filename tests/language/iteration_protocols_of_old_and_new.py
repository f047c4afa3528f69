class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10
class OldStop:
    def __getitem__(self, i):
        if i > 1:
            raise StopIteration
        return i
print(list(Old()), 20 in Old(), [*Old()], dict(enumerate(Old())), max(Old()), list(zip(Old(), "ab")), list(map(str, Old())))
print(list(OldStop()))
a, b, c = Old()
print(a, b, c)
it = iter(Old())
print(next(it), list(it), list(it), type(it).__name__)
class Finite:
    def __init__(self):
        self.n = 0
    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration
        return self.n
    def __iter__(self):
        return self
f = Finite()
print(list(f), list(f))
