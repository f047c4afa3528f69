functions = [lambda: i for i in range(3)]
print([f() for f in functions])
fixed = [lambda i=i: i for i in range(3)]
print([f() for f in fixed])
def outer():
    value = 1
    def inner():
        return value
    value = 2
    return inner
print(outer()())
def counter():
    count = 0
    def up():
        nonlocal count
        count += 1
        return count
    return up
first, second = counter(), counter()
print(first(), first(), second())
