deep = []
for _ in range(100000):
    deep = [deep]
for action in (repr, str, lambda x: x == [x], lambda x: x == deep):
    try:
        action(deep)
        print("ended")
    except RecursionError:
        print("RecursionError")
n = 0
while deep:
    deep = deep[0]
    n += 1
print(n)
other = None
for _ in range(100000):
    other = (other,)
try:
    # Whether the native stack suffices is the interpreter's business; it must not overflow.
    hash(other)
except RecursionError:
    pass
del other
d = {}
for _ in range(50000):
    d = {"k": d}
try:
    repr(d)
except RecursionError:
    print("RecursionError")
del d
print("all freed")
