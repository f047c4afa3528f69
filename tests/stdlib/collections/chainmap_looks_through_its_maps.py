from collections import ChainMap

chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain["b"], list(chain), len(chain), chain)
child = chain.new_child({"c": 4})
child["a"] = 9
print(child["a"], chain["a"], child.parents == chain)
try:
    del child["b"]
except KeyError as error:
    print(error)
