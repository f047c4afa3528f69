# Recursion, generators, sets: all ways to put queens on a board so that none attacks another.
import sys


def placements(size, row=0, columns=frozenset(), rising=frozenset(), falling=frozenset()):
    if row == size:
        yield ()
        return
    for column in range(size):
        if column not in columns and row + column not in rising and row - column not in falling:
            for rest in placements(size, row + 1, columns | {column}, rising | {row + column}, falling | {row - column}):
                yield (column,) + rest


size = int(sys.argv[1]) if len(sys.argv) > 1 else 11
solutions = list(placements(size))
print(len(solutions), solutions[0], solutions[-1])
