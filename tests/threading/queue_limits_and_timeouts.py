import queue
q = queue.Queue(maxsize=2)
q.put(1)
q.put_nowait(2)
print(q.full(), q.qsize())
for call in ("q.put(3, block=False)", "q.put_nowait(3)", "q.put(3, timeout=0.02)", "q.put(3, timeout=-1)"):
    try:
        eval(call)
    except (queue.Full, ValueError) as error:
        print(call, type(error).__name__, error)
print(q.get(), q.get_nowait())
for call in ("q.get(block=False)", "q.get_nowait()", "q.get(timeout=0.02)", "q.get(timeout=-1)", "queue.SimpleQueue().get_nowait()"):
    try:
        eval(call)
    except (queue.Empty, ValueError) as error:
        print(call, type(error).__name__, error)
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as error:
    print(error)
print(q.join())
