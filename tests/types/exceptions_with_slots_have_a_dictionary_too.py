# An exception class may declare __slots__; its instances have their own dictionary beside them, and both survive collections and pickles.
import gc
import pickle


class Slotted(Exception):
    __slots__ = ("first", "second")

    def __init__(self, first):
        self.first = first


class Further(Slotted):
    __slots__ = ("third",)


for kind in (Slotted, Further):
    error = kind(["one"])
    print(error.first, error.__dict__, hasattr(error, "second"))
    error.own = {"key": [1, 2]}
    error.second = (3, 4)
    error.__notes__ = ["a note"]
    gc.collect()
    rubbish = [[number] for number in range(10000)]
    print(error.first, error.second, error.own, sorted(vars(error)))
    del error.second
    print(hasattr(error, "second"), error.args)
further = Further("x")
further.third = [5]
gc.collect()
print(further.third, further.first, vars(further))
again = pickle.loads(pickle.dumps(further))
print(type(again).__name__, again.args)
