import re
import threading

event = threading.Event()
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(event)))
print(event.is_set(), event.wait(0.01), event.wait(0))
results = []
threads = [threading.Thread(target=lambda: results.append(event.wait())) for _ in range(4)]
for thread in threads:
    thread.start()
event.set()
for thread in threads:
    thread.join()
print(results, event.is_set(), event.wait(0))
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(event)))
event.clear()
print(event.is_set(), event.wait(0))
