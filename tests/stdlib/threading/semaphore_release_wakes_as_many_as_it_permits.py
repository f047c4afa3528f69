import threading

semaphore = threading.Semaphore(0)
done = threading.Semaphore(0)
threads = []
for _ in range(5):
    thread = threading.Thread(target=lambda: (semaphore.acquire(), done.release()))
    threads.append(thread)
    thread.start()
semaphore.release(3)
for _ in range(3):
    done.acquire()
print(done.acquire(False))
semaphore.release(2)
for thread in threads:
    thread.join()
print(done._value)
