class Counter:
    def __init__(self, value):
        self.value = value
    def __isub__(self, other):
        return NotImplemented
    def __sub__(self, other):
        return Counter(self.value - other)
counter = Counter(10)
counter -= 3
print(counter.value)
class Nothing:
    def __imul__(self, other):
        return NotImplemented
nothing = Nothing()
try:
    nothing *= 2
except TypeError as error:
    print(error)
