# presets: 3.9
# expect: some lost
import threading
# One run may be lucky: it has only a few switches, and each hits the gap with a chance of about one in three.
lost = 0
for attempt in range(5):
    counter = 0
    def work():
        global counter
        for _ in range(1500000):
            counter += 1
    threads = [threading.Thread(target=work) for n in range(2)]
    for t in threads: t.start()
    for t in threads: t.join()
    lost += 3000000 - counter
print("some lost" if lost else "none lost")
