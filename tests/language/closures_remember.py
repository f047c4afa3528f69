def adder(n):
    def add(x):
        return x + n
    return add
five, ten = adder(5), adder(10)
print(five(1), ten(1))
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return up, get
up, get = counter()
up(); up()
print(get(), [f(3) for f in map(adder, range(3))])
