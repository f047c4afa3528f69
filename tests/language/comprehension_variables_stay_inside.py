x = "outer"
print([x for x in range(3)], x)
print([y := 5, y ** 2], y)
print([last := n for n in range(4)], last)
def find(items):
    if any((witness := item) > 2 for item in items):
        return witness
print(find([1, 5, 9]))
try:
    [undefined_inside for i in range(1)]
except NameError as error:
    print(error)
try:
    i
except NameError as error:
    print(error)
