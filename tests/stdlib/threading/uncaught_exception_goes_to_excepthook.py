import threading

seen = []


def hook(args):
    seen.append((args.exc_type, str(args.exc_value), args.exc_traceback is not None, args.thread.name))


def fail():
    raise ValueError("from the thread")


threading.excepthook = hook
thread = threading.Thread(target=fail, name="failing")
thread.start()
thread.join()
print(seen)
print(thread.is_alive())
