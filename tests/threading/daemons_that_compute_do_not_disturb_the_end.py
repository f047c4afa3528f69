# repeat: 3
# expect: main ends
import threading
started = threading.Barrier(5)
def spin():
    started.wait()
    n = 0
    items = []
    while True:
        n += 1
        items.append({n: str(n)})
        if len(items) > 1000:
            items.clear()
for _ in range(4):
    threading.Thread(target=spin, daemon=True).start()
started.wait()
print("main ends")
