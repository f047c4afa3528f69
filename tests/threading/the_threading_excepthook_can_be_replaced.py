import threading
seen = []
def hook(args):
    seen.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name))
threading.excepthook = hook
def fail():
    raise KeyError("k")
t = threading.Thread(target=fail, name="n")
t.start()
t.join()
print(seen)
class Sub(threading.Thread):
    def run(self):
        raise OSError(2, "m")
s = Sub(name="sub")
s.start()
s.join()
print(seen[1], threading.__excepthook__ is not hook)
