class Squares:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self.n))]
        if not 0 <= index < self.n:
            raise IndexError(index)
        return index * index
s = Squares(5)
print(list(s), 9 in s, 10 in s, s[1:4], s[::-2], len(s))
print(list(reversed(s)), max(s), sum(s), [*s])
a, b, *rest = s
print(a, b, rest)
