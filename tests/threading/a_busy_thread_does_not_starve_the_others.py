import threading, time
stop = False
def spin():
    while not stop:
        pass
threads = [threading.Thread(target=spin) for _ in range(3)]
for t in threads: t.start()
count = 0
for _ in range(10):
    time.sleep(0.001)
    count += 1
stop = True
for t in threads: t.join()
print(count)
