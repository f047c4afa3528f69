import threading

done = []
for _ in range(10):
    threads = [threading.Thread(target=done.append, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(done), threading.active_count())
