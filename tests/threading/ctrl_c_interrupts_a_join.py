# expect: interrupted
import os, signal, threading
gate = threading.Event()
worker = threading.Thread(target=gate.wait)
worker.start()
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
try:
    worker.join()
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted")
gate.set()
