import threading
lock = threading.Lock()
counter = 0
box = type("Box", (), {"value": 0})()
items = [0]
table = {"n": 0}
def work():
    global counter
    for _ in range(4000):
        with lock:
            counter += 1
            box.value += 1
            items[0] += 1
            table["n"] += 1
threads = [threading.Thread(target=work) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(counter, box.value, items, table)
