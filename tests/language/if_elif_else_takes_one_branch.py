def sign(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    else:
        return "positive"
print(sign(-3), sign(0), sign(8))
for n in range(4):
    if n == 1:
        print("one")
    elif n == 2:
        pass
    if not n:
        print("none")
print("yes" if [] else "no", "a" if 1 else "b")
