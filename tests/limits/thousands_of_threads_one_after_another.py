import threading
done = []
for n in range(2000):
    t = threading.Thread(target=done.append, args=(n,))
    t.start()
    t.join()
print(len(done), done == list(range(2000)), threading.active_count())
