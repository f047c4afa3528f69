log = []
class Box:
    value = 1
box, items = Box(), [1, 2, 3]
def get(thing, name):
    log.append(name)
    return thing
get(box, "box").value += 5
get(items, "items")[get(1, "index")] *= 10
print(box.value, items, log)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
n = 10
n //= 3; n **= 2; n <<= 2; n |= 1; n ^= 3; n %= 20; n -= 1; n &= 0xF; n >>= 1
print(n)
f = 7
f /= 2
print(f)
