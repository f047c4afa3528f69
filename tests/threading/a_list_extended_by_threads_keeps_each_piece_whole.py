import threading
items = []
def work(n):
    for i in range(1000):
        items.extend([(n, i, 0), (n, i, 1), (n, i, 2)])
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(items), all(items[k][:2] == items[k + 1][:2] == items[k + 2][:2] and [items[k + j][2] for j in range(3)] == [0, 1, 2] for k in range(0, len(items), 3)))
