# expect: main goes on
import sys, threading, _thread
def leave():
    sys.exit(5)
    print("never")
def leave_silently():
    raise SystemExit("a text")
def low_level():
    _thread.exit()
for target in (leave, leave_silently, low_level):
    t = threading.Thread(target=target)
    t.start()
    t.join()
print("main goes on")
