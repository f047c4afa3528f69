from collections import OrderedDict

ordered = OrderedDict(a=1, b=2, c=3)
ordered.move_to_end("a")
print(list(ordered))
ordered.move_to_end("c", last=False)
print(list(ordered), ordered.popitem(), ordered.popitem(last=False))
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})
try:
    ordered.move_to_end("z")
except KeyError as error:
    print(repr(error))
