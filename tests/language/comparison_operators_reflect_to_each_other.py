class Number:
    def __init__(self, value):
        self.value = value
    def __lt__(self, other):
        return self.value < other.value
    def __le__(self, other):
        return self.value <= other.value
one, two = Number(1), Number(2)
print(one < two, one > two, one <= two, one >= two)
class Nothing:
    pass
try:
    Nothing() < Nothing()
except TypeError as error:
    print(error)
try:
    1 < "a"
except TypeError as error:
    print(error)
print(Nothing() == Nothing(), Nothing() != Nothing())
