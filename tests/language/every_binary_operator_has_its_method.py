class Recorder:
    def __getattr__(self, name):
        raise AttributeError(name)
names = "add sub mul truediv floordiv mod pow lshift rshift and xor or matmul divmod".split()
for name in names:
    def method(self, other, name=name):
        return f"{name}({other})"
    setattr(Recorder, f"__{name}__", method)
r = Recorder()
print(r + 1, r - 2, r * 3, r / 4, r // 5, r % 6, r ** 7)
print(r << 1, r >> 2, r & 3, r ^ 4, r | 5, r @ 6)
print(divmod(r, 8))
