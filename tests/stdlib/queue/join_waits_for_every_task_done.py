import queue
import threading

q = queue.Queue()
done = []


def work():
    while True:
        item = q.get()
        if item is None:
            return
        done.append(item)
        q.task_done()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for item in range(50):
    q.put(item)
q.join()
print(len(done), q.unfinished_tasks)
for _ in threads:
    q.put(None)
for thread in threads:
    thread.join()
