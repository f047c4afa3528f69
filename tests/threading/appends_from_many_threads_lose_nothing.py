import threading
items = []
def work(n):
    for i in range(5000):
        items.append((n, i))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(items))
for n in range(4):
    print([i for m, i in items if m == n] == list(range(5000)))
