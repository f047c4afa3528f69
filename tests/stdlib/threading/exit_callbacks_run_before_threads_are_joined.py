import threading

stop = threading.Event()


def work():
    stop.wait()
    print("worker ends")


def at_exit(word):
    print("callback", word)
    stop.set()


threading.Thread(target=work).start()
threading._register_atexit(at_exit, "sets the event")
threading._register_atexit(print, "last registered runs first")
