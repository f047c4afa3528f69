count = 0


def add(n):
    global count
    for _ in range(n):
        count += 1


def safely(lock, n):
    with lock:
        add(n)
