# expect: interrupted, then joined False
import os, signal, threading
gate = threading.Event()
worker = threading.Thread(target=gate.wait)
worker.start()
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
try:
    worker.join()
except KeyboardInterrupt:
    gate.set()
    worker.join()
    print("interrupted, then joined", worker.is_alive())
