items = [1, 2]
for item in items:
    if len(items) < 6:
        items.append(item * 10)
print(items)
items = [1, 2, 3, 4]
for item in items:
    items.remove(item)
print(items)
for i in range(3):
    i = 10
print(i)
table = {"a": 1}
try:
    for key in table:
        table[key + "x"] = 1
except RuntimeError as error:
    print(error)
group = {1}
try:
    for x in group:
        group.add(x + 100)
except RuntimeError as error:
    print(error)
table = {"a": 1, "b": 2}
for key in table:
    table[key] = 0
print(table)
