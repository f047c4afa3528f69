from collections import OrderedDict


class Derived(OrderedDict):
    pass


for cls in (OrderedDict, Derived, dict):
    for change in (lambda d: d.__setitem__("new", 1), lambda d: d.pop("b", None), lambda d: d.clear()):
        for view in (iter, lambda d: iter(d.items()), lambda d: iter(d.values()), reversed):
            made = cls(a=1, b=2, c=3)
            try:
                for _ in view(made):
                    change(made)
                print("not seen")
            except RuntimeError as error:
                print(cls.__name__, error)
