import threading


def attempt(function, *args):
    try:
        function(*args)
    except Exception as error:
        print(type(error).__name__, error)


thread = threading.Thread(target=print, args=("ran",))
attempt(thread.join)
thread.start()
thread.join()
attempt(thread.start)
attempt(threading.current_thread().join)
attempt(setattr, threading.current_thread(), "daemon", True)


class Unready(threading.Thread):
    def __init__(self):
        pass


attempt(Unready().start)
attempt(Unready().join)
attempt(lambda: Unready().name)
attempt(lambda: repr(Unready()))
attempt(lambda: threading.Thread("group"))
