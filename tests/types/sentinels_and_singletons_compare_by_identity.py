a = None
print(a is None, a is not None, None == 0, None == False, () == (), [] is [], {} is {})
x = y = []
print(x is y, x is [], x == [], id(x) == id(y))
n = 5
m = 5
print(n == m, n is n, type(n) is int, True is True, (1 == 1) is True, (1 < 0) is False, not None is True)
