# expect: True 1 True
import os, signal, threading, time
calls = []
signal.signal(signal.SIGTERM, lambda number, frame: calls.append(number))
gate = threading.Event()
threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()
threading.Timer(0.2, gate.set).start()
begin = time.monotonic()
result = gate.wait(15)
print(result, len(calls), time.monotonic() - begin > 0.1)
