class Odd:
    def __eq__(self, other):
        return False
o = Odd()
print(o == o, o in [o], [o].count(o), [o].index(o), o in (o,), [o] == [o], (o,) == (o,), {1: o} == {1: o}, [o] != [o])
nan = float("nan")
print(nan in [nan], [nan].index(nan), nan in {nan}, [nan] == [nan], (nan,) == (nan,), {nan: 1} == {nan: 1})
