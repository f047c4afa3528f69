class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]
    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])
    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows])
    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result
    def __getitem__(self, place):
        i, j = place
        return self.rows[i][j]
    def __eq__(self, other):
        return self.rows == other.rows
    def __repr__(self):
        return "\n".join(" ".join(f"{x:>4}" for x in row) for row in self.rows)
m = Matrix([[1, 1], [1, 0]])
print(m @ m, m ** 10, (m ** 90)[0, 1], m ** 0 == Matrix.identity(2), sep="\n")
