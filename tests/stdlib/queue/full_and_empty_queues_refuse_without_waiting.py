import queue

q = queue.Queue(maxsize=2)
q.put(1)
q.put(2)
print(q.full())
for call in (lambda: q.put(3, block=False), lambda: q.put_nowait(3), lambda: q.put(3, timeout=0.01)):
    try:
        call()
    except queue.Full as error:
        print(repr(error))
q.get(), q.get()
for call in (lambda: q.get(block=False), q.get_nowait, lambda: q.get(timeout=0.01)):
    try:
        call()
    except queue.Empty as error:
        print(type(error).__name__)
