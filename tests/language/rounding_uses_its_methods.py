import math
class R:
    def __round__(self, n=None):
        return ("round", n)
    def __trunc__(self):
        return "trunc"
    def __floor__(self):
        return "floor"
    def __ceil__(self):
        return "ceil"
r = R()
print(round(r), round(r, 2), math.trunc(r), math.floor(r), math.ceil(r))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1.5, 0), round(15, -1), round(25, -1))
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), round(0.5), round(1e20))
