# expect: interrupted
import os, signal, threading
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
try:
    while True:
        pass
except KeyboardInterrupt:
    print("interrupted")
