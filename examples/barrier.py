# A barrier used the other way round: a hundred threads add one, and one more thread waits for all of them.
# Nobody passes the barrier before the last has come, so the value is complete when it is printed.
#
# Try: always 100.
#   build/gilded --as=3.13t examples/barrier.py
import threading

barrier = threading.Barrier(101)
mutex = threading.Lock()
value = 0


def add():
    global value
    with mutex:
        value += 1
    barrier.wait()


def show():
    barrier.wait()
    print(value)


threading.Thread(target=show).start()
for _ in range(100):
    threading.Thread(target=add).start()
