import sys
def forever(n):
    return forever(n + 1) + 1
try:
    forever(0)
except RecursionError as error:
    print(str(error).startswith("maximum recursion depth exceeded"), isinstance(error, RuntimeError))
class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")
try:
    Loop().a
except RecursionError:
    print("attribute lookup")
class Same:
    def __eq__(self, other):
        return self == other
try:
    Same() == 1
except RecursionError:
    print("comparison")
print(forever.__name__, sys.getrecursionlimit() >= 1000)
def depth(n):
    return n if n == 0 else depth(n - 1)
print(depth(900))
