import copy

shared = [1]
original = {"a": shared, "b": shared, "t": (1, shared)}
original["self"] = original
duplicate = copy.deepcopy(original)
print(duplicate["a"] is duplicate["b"], duplicate["a"] is shared, duplicate["self"] is duplicate, duplicate["t"][1] is duplicate["a"])
shallow = copy.copy(original)
print(shallow is original, shallow["a"] is shared)
