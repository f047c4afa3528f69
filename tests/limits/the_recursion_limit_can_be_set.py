import sys
def depth(n=1):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
sys.setrecursionlimit(200)
low = depth()
sys.setrecursionlimit(2000)
high = depth()
print(150 < low <= 200, 1900 < high <= 2000, sys.getrecursionlimit())
for value in (0, -1, 10 ** 20, "x"):
    try:
        sys.setrecursionlimit(value)
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__)
def deep():
    if True:
        try:
            sys.setrecursionlimit(5)
        except RecursionError as error:
            return type(error).__name__
def at(n):
    return deep() if n == 0 else at(n - 1)
print(at(50))
