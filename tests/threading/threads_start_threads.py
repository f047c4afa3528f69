import threading
total, lock = 0, threading.Lock()
def tree(depth):
    global total
    with lock:
        total += 1
    if depth:
        children = [threading.Thread(target=tree, args=(depth - 1,)) for _ in range(2)]
        for c in children: c.start()
        for c in children: c.join()
tree(6)
print(total, threading.active_count())
