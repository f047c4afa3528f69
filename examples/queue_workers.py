# Three workers share one queue. A lock around "is it empty? then take one" makes the two calls one step; with
# get_nowait() alone, or get() and end marks as in queue_pipeline.py, no extra lock is needed.
#
# Try: which worker gets which task depends on the preset; every task is processed once.
#   build/gilded --as=2.7 examples/queue_workers.py
# assert-only
import queue
import threading
import time

finished = False
queue_lock = threading.Lock()
tasks = queue.Queue(10)
log = []


class Worker(threading.Thread):
    def __init__(self, name, task_queue):
        threading.Thread.__init__(self)
        self.name = name
        self.task_queue = task_queue

    def run(self):
        log.append("starting " + self.name)
        process_tasks(self.name, self.task_queue)
        log.append("exiting " + self.name)


def process_tasks(name, task_queue):
    while not finished:
        queue_lock.acquire()
        if not task_queue.empty():
            task = task_queue.get()
            queue_lock.release()
            log.append(f"{name} processes {task}")
        else:
            queue_lock.release()
        time.sleep(0.005)


workers = [Worker(f"worker-{number}", tasks) for number in (1, 2, 3)]
for worker in workers:
    worker.start()
names = ["alpha", "beta", "gamma", "delta", "epsilon"]
with queue_lock:
    for name in names:
        tasks.put(name)
while not tasks.empty():
    time.sleep(0.001)
finished = True
for worker in workers:
    worker.join()
print("\n".join(log))
print("main exits")
assert sorted(line.split()[-1] for line in log if "processes" in line) == sorted(names)
assert sum(line.startswith("exiting") for line in log) == 3
