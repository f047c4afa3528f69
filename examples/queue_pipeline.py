# A pipeline of three stages, joined by bounded queues: a fast stage waits until the next one has room. None marks
# the end. task_done() and join() tell when everything that was put has been worked on.
#
# Try: the result is the same in every preset.
#   build/gilded --as=3.13t examples/queue_pipeline.py
import queue
import threading

numbers = queue.Queue(maxsize=4)
squares = queue.Queue(maxsize=2)
total = 0


def produce():
    for number in range(1, 21):
        numbers.put(number)
    numbers.put(None)


def square():
    while (number := numbers.get()) is not None:
        squares.put(number * number)
    squares.put(None)


def add_up():
    global total
    while (value := squares.get()) is not None:
        total += value


stages = [threading.Thread(target=stage) for stage in (produce, square, add_up)]
for stage in stages:
    stage.start()
for stage in stages:
    stage.join()
print("sum of the squares:", total)

jobs = queue.Queue()
done = []


def work():
    while True:
        job = jobs.get()
        done.append(job.upper())
        jobs.task_done()


for _ in range(2):
    threading.Thread(target=work, daemon=True).start()
for job in ("read", "parse", "write"):
    jobs.put(job)
jobs.join()
print("finished:", sorted(done))
