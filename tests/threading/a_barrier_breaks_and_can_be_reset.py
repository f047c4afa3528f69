import threading
b = threading.Barrier(2)
try:
    b.wait(timeout=0.02)
except threading.BrokenBarrierError as error:
    print("timeout breaks it", b.broken, isinstance(error, RuntimeError))
try:
    b.wait()
except threading.BrokenBarrierError:
    print("broken for later ones")
b.reset()
print(b.broken, b.n_waiting)
seen = []
def wait():
    try:
        b.wait(30)
        seen.append("passed")
    except threading.BrokenBarrierError:
        seen.append("broken")
t = threading.Thread(target=wait)
t.start()
while b.n_waiting == 0:
    pass
b.abort()
t.join()
print(seen, b.broken)
b.reset()
t = threading.Thread(target=wait)
t.start()
while b.n_waiting == 0:
    pass
b.reset()
t.join()
print(seen, b.broken)
t = threading.Thread(target=wait)
t.start()
print(b.wait(30) in (0, 1))
t.join()
print(seen)
