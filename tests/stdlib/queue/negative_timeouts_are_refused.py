import queue

q = queue.Queue(1)
for call in (lambda: q.get(timeout=-1), lambda: (q.put(1), q.put(1, timeout=-1))):
    try:
        call()
    except ValueError as error:
        print(error)
