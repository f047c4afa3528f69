class Point:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return self.x == other.x
try:
    hash(Point(1))
except TypeError as error:
    print(error)
try:
    {Point(1): 2}
except TypeError as error:
    print(error)
print(Point.__hash__)
class Hashed(Point):
    def __hash__(self):
        return hash(self.x)
print({Hashed(1): "one"}[Hashed(1)])
print(len({Hashed(1), Hashed(1), Hashed(2)}))
