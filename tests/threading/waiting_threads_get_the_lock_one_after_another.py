import threading
lock = threading.Lock()
inside = 0
worst = 0
order = []
def work(n):
    global inside, worst
    for _ in range(200):
        with lock:
            inside += 1
            worst = max(worst, inside)
            order.append(n)
            inside -= 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(worst, len(order), [order.count(n) for n in range(8)])
