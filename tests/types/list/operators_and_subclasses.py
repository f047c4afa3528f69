# + * += *= with other types, reflected operators, subclasses and their overrides.
class L(list):
    pass


class Right:
    def __radd__(self, other):
        return ("radd", other)

    def __rmul__(self, other):
        return ("rmul", other)


print([1] + [2], [1] * 3, 2 * [1, 2], [1] * -1, [] * 5, [0] * True)
print([1] + Right(), [2] * Right())
for expression in ('[1] + 2', '[1] + (2,)', '[1] * 2.0', '[1] * "a"', '2.0 * [1]', '[1] - [1]', '1 + [1]', '[1] < 3',
                   '[1] < (1,)', '[1] * None', '(1,) + [1]', '(1,) * 1.5', '"a" + [1]'):
    try:
        print(eval(expression))
    except TypeError as error:
        print(expression, "->", error)
x = y = [1, 2]
x += (3,)
x += "ab"
x *= 2
print(y, x is y)
x *= 0
print(y)
try:
    x += 5
except TypeError as error:
    print(error)
try:
    x *= 1.5
except TypeError as error:
    print(error)
s = L([1, 2])
print(type(s + [3]), type(s * 2), type(s[:]), type(s.copy()), s + [3], [0] + s)
s.name = "with attributes"
print(s, s.name, len(s), s == [1, 2], isinstance(s, list))


class Loud(list):
    def append(self, item):
        print("append", item)
        super().append(item)

    def __getitem__(self, index):
        return ("got", super().__getitem__(index))

    def __len__(self):
        return 42

    def __iter__(self):
        return iter("own")


loud = Loud((1, 2))
loud.append(3)
print(loud[0], len(loud), list(loud), bool(Loud()), loud)
print([1, 2] == [1, 2.0], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, 2] >= [1, 2], [[1], [2]] < [[1], [3]])
nan = float("nan")
print([nan] == [nan], nan in [nan], [nan].index(nan), [nan].count(nan))
print(list[int], hash(list[int]) == hash(list[int]))
try:
    hash([])
except TypeError as error:
    print(error)
n = [1, [2]]
n.append(n)
n[1].append(n)
print(n)
