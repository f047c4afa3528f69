import threading

barrier = threading.Barrier(1)
print([barrier.wait() for _ in range(3)])
