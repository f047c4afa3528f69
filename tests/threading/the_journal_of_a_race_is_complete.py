import threading, time
value, journal = 0, []
def work(name):
    global value
    time.sleep(0.01)
    for _ in range(1000):
        journal.append((name, value))
        value += 1
threads = [threading.Thread(target=work, args=(name,)) for name in ("1", "2")]
for t in threads: t.start()
for t in threads: t.join()
print(len(journal), [sum(1 for n, _ in journal if n == name) for name in ("1", "2")], 2 <= value <= 2000)
for name in ("1", "2"):
    own = [v for n, v in journal if n == name]
    print(own[0] >= 0, max(own) < 2000)
