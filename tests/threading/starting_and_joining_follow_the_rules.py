import threading
t = threading.Thread(target=lambda: None)
for call in ("t.join()", "t.start()", "t.join()", "t.start()", "t.join()", "threading.current_thread().join()", "threading.Thread(group=1)", "threading.Thread(1, 2)", "t.join(timeout=0)", "t.join('x')"):
    try:
        print(call, eval(call))
    except (RuntimeError, AssertionError) as error:
        print(call, "->", type(error).__name__, error)
    except TypeError as error:
        print(call, "->", type(error).__name__)
class Bad(threading.Thread):
    def __init__(self):
        pass
try:
    Bad().start()
except RuntimeError as error:
    print(error)
try:
    t.daemon = True
    t.setDaemon
    print("set after the end")
except RuntimeError as error:
    print(error)
