# expect: stopped [True, True, True, True]
import threading, time
finished = False
turns = [0] * 4
def spin(n):
    while not finished:
        turns[n] += 1
threads = [threading.Thread(target=spin, args=(n,)) for n in range(4)]
for t in threads: t.start()
deadline = time.monotonic() + 10
while not all(turns) and time.monotonic() < deadline:
    time.sleep(0.005)
finished = True
for t in threads: t.join()
print("stopped", [n > 0 for n in turns])
