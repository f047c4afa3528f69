# expect: stopped by the handler
import os, signal, threading
class Stop(Exception):
    pass
def handler(number, frame):
    raise Stop("stopped by the handler")
signal.signal(signal.SIGTERM, handler)
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
try:
    threading.Event().wait(15)
except Stop as error:
    print(error)
