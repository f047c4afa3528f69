import os, threading
pid, seen = os.getpid(), []
def work(n):
    seen.append(os.getpid() == pid)
    table[n] = id(table)
table = {}
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(seen, set(table.values()) == {id(table)}, len(table))
