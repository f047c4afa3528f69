# expect: interrupted True
import os, signal, threading, time
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
begin = time.monotonic()
try:
    time.sleep(15)
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - begin < 10)
