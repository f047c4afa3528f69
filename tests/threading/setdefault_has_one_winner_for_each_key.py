import threading
table = {}
answers = [[] for _ in range(4)]
def work(n):
    for i in range(3000):
        answers[n].append(table.setdefault(i, (n, i)))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(table), all(len({answers[n][i] for n in range(4)}) == 1 for i in range(3000)), all(table[i] == answers[0][i] for i in range(3000)))
