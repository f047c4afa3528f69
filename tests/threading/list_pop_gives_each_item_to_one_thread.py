import threading
items = list(range(10000))
taken = [[] for _ in range(4)]
def work(n):
    while True:
        try:
            taken[n].append(items.pop())
        except IndexError:
            return
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(x for part in taken for x in part) == list(range(10000)), items)
print(all(part == sorted(part, reverse=True) for part in taken))
