# Float arithmetic in calls and comprehensions: the largest singular value of an endless matrix, cut to a size.
import sys


def entry(row, column):
    diagonal = row + column
    return 1.0 / (diagonal * (diagonal + 1) // 2 + row + 1)


def times(vector):
    size = range(len(vector))
    return [sum(entry(row, column) * vector[column] for column in size) for row in size]


def times_transposed(vector):
    size = range(len(vector))
    return [sum(entry(row, column) * vector[row] for row in size) for column in size]


size = int(sys.argv[1]) if len(sys.argv) > 1 else 350
u = [1.0] * size
v = u
for _ in range(10):
    v = times_transposed(times(u))
    u = times_transposed(times(v))
dot = sum(a * b for a, b in zip(u, v))
square = sum(b * b for b in v)
print("%.9f" % (dot / square) ** 0.5)
