import threading
table = {}
def work(n):
    for i in range(5000):
        table[n, i] = i
        table[i] = n
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(table), all(table[n, i] == i for n in range(4) for i in range(5000)), all(table[i] in range(4) for i in range(5000)))
print(len(list(table)) == len(table), len(set(table)) == len(table))
