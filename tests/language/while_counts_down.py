n, out = 5, []
while n:
    n -= 1
    if n == 3:
        continue
    out.append(n)
print(out)
while True:
    n += 1
    if n > 2:
        break
print(n)
i = 0
while i < 3 and (i != 1 or True):
    i += 1
print(i)
