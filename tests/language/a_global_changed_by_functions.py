total = 0
def add(n):
    global total
    total += n
for i in range(5):
    add(i)
print(total)
def outer():
    def inner():
        global total
        total = -1
    inner()
outer()
print(total, globals()["total"])
