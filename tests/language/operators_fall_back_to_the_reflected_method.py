class Left:
    def __add__(self, other):
        return NotImplemented
class Right:
    def __radd__(self, other):
        return "right added"
    def __rsub__(self, other):
        return "right subtracted from " + type(other).__name__
print(Left() + Right())
print(1 - Right())
print([] - Right())
try:
    Left() + 1
except TypeError as error:
    print(error)
