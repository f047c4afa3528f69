import threading
items = [(0, 0)] * 8
stop = False
def write(n):
    i = 0
    while not stop:
        i += 1
        items[i % 8] = (i, -i)
writers = [threading.Thread(target=write, args=(n,)) for n in range(2)]
for t in writers: t.start()
bad = 0
for k in range(30000):
    a, b = items[k % 8]
    bad += a != -b
stop = True
for t in writers: t.join()
print("torn", bad, len(items))
