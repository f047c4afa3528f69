x = 1
del x
try:
    x
except NameError as error:
    print(error)
items = [0, 1, 2, 3, 4]
del items[0], items[-1]
print(items)
del items[1:]
print(items)
table = {"a": 1, "b": 2}
del table["a"]
print(table)
a = b = 1
del (a, b)
class C:
    value = 1
del C.value
print(hasattr(C, "value"))
for statement in ("del table['zz']", "del items[9]", "del C.missing", "del undefined"):
    try:
        exec(statement)
    except (LookupError, AttributeError, NameError) as error:
        print(type(error).__name__, error)
