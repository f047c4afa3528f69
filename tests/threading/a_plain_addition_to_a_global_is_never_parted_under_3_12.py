# presets: 3.12
# expect: 0 lost
import threading
counter = 0
def work():
    global counter
    for _ in range(200000):
        counter += 1
threads = [threading.Thread(target=work) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(400000 - counter, "lost")
