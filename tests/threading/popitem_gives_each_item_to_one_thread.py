import threading
table = {i: i * 2 for i in range(10000)}
taken = [[] for _ in range(4)]
def work(n):
    while True:
        try:
            taken[n].append(table.popitem())
        except KeyError:
            return
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
everything = [pair for part in taken for pair in part]
print(len(everything), len(set(everything)), all(v == 2 * k for k, v in everything), table)
