import threading
class Box:
    pair = (0, 0)
box = Box()
stop = False
torn = 0
def write(n):
    i = 0
    while not stop:
        i += 1
        box.pair = (i, i)
        if i % 100 == 0:
            try:
                del box.pair
            except AttributeError:
                pass
def read():
    global torn
    for _ in range(20000):
        a, b = box.pair
        if a != b:
            torn += 1
writers = [threading.Thread(target=write, args=(n,)) for n in range(2)]
readers = [threading.Thread(target=read) for n in range(2)]
for t in writers + readers: t.start()
for t in readers: t.join()
stop = True
for t in writers: t.join()
print("torn", torn)
