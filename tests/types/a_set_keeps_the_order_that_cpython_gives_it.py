# What a set gives back, and in which order, after keys came, went and came again: a new key takes the place of a
# deleted one that the search for it passed. Sets of one item, and unions of small sets, have ways of their own.
import random

draw = random.Random(11)
for trial in range(600):
    items = {draw.randrange(64)}
    history = [list(items)]
    for _ in range(draw.randrange(1, 7)):
        key = draw.randrange(64)
        match draw.randrange(9):
            case 0:
                items.add(key)
            case 1:
                items.discard(key)
            case 2:
                items |= {key}
            case 3:
                items = items | {key, key + 1, key + 8}
            case 4:
                if items:
                    items.discard(next(iter(items)))
            case 5:
                items -= {key}
            case 6:
                items = items | frozenset(range(key % 13))
            case 7:
                items = items.union({key}, [key * 3, str(key) == "7"])
            case 8:
                if items:
                    history.append(items.pop())
        history.append(list(items))
        history.append(list(frozenset(items) | items))
    print(trial, *history)


class Same:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 3

    def __eq__(self, other):
        return isinstance(other, Same) and self.name == other.name

    def __repr__(self):
        return self.name


one = {Same("a")} | {3, Same("b"), Same("a")}
print(one, len(one), {Same("a")} == {Same("a")}, Same("a") in {Same("a")})
single = {5}
print(single.__sizeof__() == {5, 6}.__sizeof__())
for wrong in ([], {}):
    try:
        print({wrong})
    except TypeError as error:
        print(error)
