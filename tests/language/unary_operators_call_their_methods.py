class Signed:
    def __neg__(self):
        return "neg"
    def __pos__(self):
        return "pos"
    def __invert__(self):
        return "invert"
    def __abs__(self):
        return "abs"
s = Signed()
print(-s, +s, ~s, abs(s))
print(-5, +5, ~5, - -5, not 5, not not 5)
print(-True, +True, ~7, ~-8)
try:
    -"a"
except TypeError as error:
    print(error)
try:
    ~1.5
except TypeError as error:
    print(error)
