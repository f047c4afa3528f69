class Both:
    def __init__(self):
        self.log = []
    def __add__(self, other):
        self.log.append("add")
        return self
    def __iadd__(self, other):
        self.log.append("iadd")
        return self
class OnlyAdd:
    def __add__(self, other):
        return ("sum", other)
both = Both()
both += 1
both = both + 1
print(both.log)
value = OnlyAdd()
value += 7
print(value)
items = alias = [1]
items += (2, 3)
print(alias, items is alias)
pair = copy = (1,)
pair += (2,)
print(copy, pair)
