import threading
done = []
def leaf(n, i):
    done.append((n, i))
def work(n):
    for i in range(30):
        t = threading.Thread(target=leaf, args=(n, i))
        t.start()
        t.join()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(done), len(set(done)), threading.active_count())
