import threading


def attempt(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except ValueError as error:
        print(error)


attempt(threading.Semaphore, -1)
attempt(threading.Semaphore().acquire, False, timeout=1)
attempt(threading.Semaphore().release, 0)
attempt(threading.BoundedSemaphore().release)
attempt(threading.BoundedSemaphore().release, 0)
