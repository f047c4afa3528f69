import gc


class Thing:
    pass


thing = Thing()
thing.inside = [1]
holders = {"in a dict": {"key": thing}, "in a list": [thing], "in a tuple": (thing, 2), "in a set": {thing}}
other = Thing()
other.attribute = thing
referrers = gc.get_referrers(thing)
for where, holder in holders.items():
    print(where, any(each is holder for each in referrers))
print("in an object", any(each is other or each is other.__dict__ for each in referrers))
print("itself", any(each is thing for each in referrers))


def closure():
    kept = thing
    return lambda: kept


function = closure()
print("in a cell", any(type(each).__name__ == "cell" for each in gc.get_referrers(thing)))
print(gc.get_referrers(), gc.get_referrers(Thing()) == [] or True)

print(sorted(gc.get_referents([1, 2, 3])), sorted(gc.get_referents((4, 5), {6})), gc.get_referents({"key": 7}))
print(sorted(map(str, gc.get_referents({1: "one"}))))
print(gc.get_referents(1, "text", 2.5), gc.get_referents())
found = gc.get_referents(other)
print(Thing in found, any(each is thing or (isinstance(each, dict) and each.get("attribute") is thing) for each in found))
print(any(each is function.__code__ for each in gc.get_referents(function)))
