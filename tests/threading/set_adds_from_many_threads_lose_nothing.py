import threading
group = set()
def work(n):
    for i in range(4000):
        group.add((n, i))
        group.add(i)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(group), all(i in group for i in range(4000)), all((n, i) in group for n in range(4) for i in range(0, 4000, 7)))
