# presets: 2.7
# expect: some lost
import threading
counter = 0
def work():
    global counter
    for _ in range(300000):
        counter += 1
# Which thread wins the lock back is the system's business: one round nearly always loses something, several always do.
lost = False
for round in range(20):
    counter = 0
    threads = [threading.Thread(target=work) for n in range(2)]
    for t in threads: t.start()
    for t in threads: t.join()
    lost = counter < 600000
    if lost: break
print("some lost" if lost else "none lost")
