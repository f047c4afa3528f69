import threading

semaphore = threading.Semaphore(3)
lock = threading.Lock()
inside = 0
most = 0


def work():
    global inside, most
    for _ in range(50):
        with semaphore:
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1


threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most <= 3, inside, semaphore._value)
