import threading

seen = []
threads = [threading.Thread(target=lambda: seen.append(threading.current_thread())) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(map(id, seen)) == sorted(map(id, threads)))
print(threading.current_thread() is threading.main_thread(), threading.main_thread().name)
