a, b = [1, 2], (3, 4)
print([*a, 0, *b], (*a, *b), {*a, *b} == {1, 2, 3, 4}, {**{"x": 1}, "y": 2, **{"x": 3}})
print([*range(3), *"ab"], (*[],), [*{}])
print({**{}}, [*map(str, a)])
try:
    [*1]
except TypeError as error:
    print(error)
try:
    {**[1]}
except TypeError as error:
    print(error)
