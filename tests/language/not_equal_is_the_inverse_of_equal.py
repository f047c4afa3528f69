class Odd:
    def __init__(self, value):
        self.value = value
    def __eq__(self, other):
        if not isinstance(other, Odd):
            return NotImplemented
        return self.value == other.value
print(Odd(1) == Odd(1), Odd(1) != Odd(1))
print(Odd(1) == Odd(2), Odd(1) != Odd(2))
print(Odd(1) == 1, Odd(1) != 1)
class Strange:
    def __eq__(self, other):
        return "equal?"
    def __ne__(self, other):
        return "different?"
print(Strange() == 1, Strange() != 1)
