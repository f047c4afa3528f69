import threading

barrier = threading.Barrier(3)
errors = []


def work():
    try:
        barrier.wait()
    except threading.BrokenBarrierError as error:
        errors.append((type(error).__name__, str(error)))


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
barrier.abort()
for thread in threads:
    thread.join()
print(errors, barrier.broken, barrier.n_waiting)
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print("still broken")
barrier.reset()
print(barrier.broken)
