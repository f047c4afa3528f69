import threading
seen = []
def child():
    seen.append(threading.current_thread().daemon)
def parent():
    for daemon in (None, False, True):
        t = threading.Thread(target=child, daemon=daemon)
        seen.append(t.daemon)
        t.start()
        t.join()
for daemon in (False, True):
    t = threading.Thread(target=parent, daemon=daemon)
    t.start()
    t.join()
print(seen)
t = threading.Thread(target=lambda: None)
t.daemon = True
print(t.daemon, t.isDaemon() if False else t.daemon)
gate = threading.Event()
t = threading.Thread(target=gate.wait, daemon=True)
t.start()
try:
    t.daemon = False
except RuntimeError as error:
    print(error)
gate.set()
t.join()
