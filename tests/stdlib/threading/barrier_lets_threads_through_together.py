import threading

barrier = threading.Barrier(4)
lock = threading.Lock()
arrivals = [0] * 10
failures = []
positions = []


def work():
    for phase in range(10):
        with lock:
            arrivals[phase] += 1
        position = barrier.wait()
        with lock:
            positions.append(position)
            if arrivals[phase] != 4:
                failures.append(phase)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failures, sorted(positions) == sorted([0, 1, 2, 3] * 10))
