class Key:
    def __init__(self, name, h):
        self.name, self.h = name, h
    def __hash__(self):
        return self.h
    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name
    def __repr__(self):
        return self.name
same_hash = {Key("a", 1): 1, Key("b", 1): 2, Key("c", 1): 3}
print(same_hash, same_hash[Key("b", 1)], Key("z", 1) in same_hash, Key("a", 2) in same_hash)
del same_hash[Key("a", 1)]
print(same_hash, len(same_hash))
class Raises:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise ValueError("compared")
d = {Raises(): 1}
try:
    d[Raises()]
except ValueError as error:
    print(error)
class BadHash:
    def __hash__(self):
        return "text"
try:
    {BadHash()}
except TypeError as error:
    print(error)
many = {Key(str(i), i % 3): i for i in range(60)}
print(all(many[Key(str(i), i % 3)] == i for i in range(60)), len(many))
