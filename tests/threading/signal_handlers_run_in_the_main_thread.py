# expect: True 2
import signal, threading, time
seen = []
def handler(number, frame):
    seen.append((number, threading.current_thread() is threading.main_thread()))
old = signal.signal(signal.SIGINT, handler)
t = threading.Thread(target=signal.raise_signal, args=(signal.SIGINT,))
t.start()
t.join()
deadline = time.monotonic() + 10
while not seen and time.monotonic() < deadline:
    time.sleep(0.001)
print(all(main for _, main in seen) and len(seen) == 1, int(seen[0][0]))
signal.signal(signal.SIGINT, old)
