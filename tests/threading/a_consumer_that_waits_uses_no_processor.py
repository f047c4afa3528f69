# expect: 5 True
import threading, time
condition, items, received, turns = threading.Condition(), [], [], 0
def consume():
    global turns
    with condition:
        while len(received) < 5:
            while not items:
                turns += 1
                condition.wait()
            received.append(items.pop())
t = threading.Thread(target=consume)
t.start()
before = time.process_time()
for i in range(5):
    time.sleep(0.1)
    with condition:
        items.append(i)
        condition.notify()
t.join()
print(len(received), time.process_time() - before < 0.25 and turns <= 6)
