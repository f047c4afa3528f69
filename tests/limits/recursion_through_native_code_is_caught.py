import functools
class Nested:
    def __repr__(self):
        return repr([self])
class Length:
    def __len__(self):
        return len(self)
class Equal:
    def __eq__(self, other):
        return [self] == [other]
class Index:
    def __getitem__(self, k):
        return self[k]
class Iterate:
    def __iter__(self):
        return iter(list(self))
class Call:
    pass
Call.__call__ = Call()
def key(x):
    return sorted([x], key=key)
class Format:
    def __format__(self, spec):
        return f"{self}"
class Hash:
    def __hash__(self):
        return hash((self,))
class Add:
    def __add__(self, other):
        return sum([self, other], self)
actions = [lambda: repr(Nested()), lambda: len(Length()), lambda: Equal() == Equal(), lambda: Index()[0], lambda: list(Iterate()), lambda: Call()(), lambda: key(1), lambda: f"{Format()}", lambda: hash(Hash()), lambda: Add() + Add()]
for action in actions:
    try:
        action()
        print("ended")
    except RecursionError as error:
        print("RecursionError")
