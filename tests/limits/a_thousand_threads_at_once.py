# timeout: 60
import threading
gate, lock = threading.Event(), threading.Lock()
total = 0
def work():
    global total
    gate.wait()
    with lock:
        total += 1
threads = [threading.Thread(target=work) for _ in range(1000)]
for t in threads: t.start()
print(threading.active_count())
gate.set()
for t in threads: t.join()
print(total, threading.active_count())
