for n in range(3):
    pass
else:
    print("no break", n)
for n in range(3):
    if n == 1:
        break
else:
    print("never")
print("broke at", n)
while n < 5:
    n += 1
else:
    print("while ended", n)
while True:
    break
else:
    print("never")
for _ in []:
    pass
else:
    print("empty loops run their else")
def primes(limit):
    found = []
    for n in range(2, limit):
        for p in found:
            if n % p == 0:
                break
        else:
            found.append(n)
    return found
print(primes(30))
