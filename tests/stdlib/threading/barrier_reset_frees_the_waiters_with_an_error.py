import threading

barrier = threading.Barrier(3)
errors = []


def work():
    try:
        barrier.wait()
    except threading.BrokenBarrierError as error:
        errors.append(type(error).__name__)


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
while barrier.n_waiting < 2:
    pass
barrier.reset()
for thread in threads:
    thread.join()
print(errors, barrier.broken, barrier.n_waiting)
