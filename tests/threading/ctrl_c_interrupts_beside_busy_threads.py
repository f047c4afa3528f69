# expect: interrupted
import os, signal, threading
stop = False
def spin():
    while not stop:
        pass
threads = [threading.Thread(target=spin) for _ in range(3)]
for t in threads: t.start()
killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
killer.start()
try:
    for t in threads: t.join()
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted")
stop = True
for t in threads: t.join()
