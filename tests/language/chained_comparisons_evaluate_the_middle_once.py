calls = []
def value(number):
    calls.append(number)
    return number
print(value(1) < value(2) < value(3), calls)
calls.clear()
print(value(3) < value(2) < value(1), calls)
calls.clear()
print(value(1) < value(5) > value(2) != value(7), calls)
print(1 < 2 == True, (1 < 2) == True)
print("a" in "abc" in ["abc"])
