# expect: interrupted False
import os, signal, threading
lock = threading.Lock()
lock.acquire()
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
try:
    lock.acquire()
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted", lock.acquire(False))
