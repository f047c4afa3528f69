class Default(dict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value
d = Default(a=1)
print(d["a"], d["b"], d, d.get("c"), "c" in d)
class Strict(dict):
    def __missing__(self, key):
        raise KeyError("strict " + key)
try:
    Strict()["z"]
except KeyError as error:
    print(error)
