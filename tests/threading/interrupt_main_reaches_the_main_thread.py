# expect: interrupted
import _thread, threading, time
threading.Timer(0.05, _thread.interrupt_main).start()
try:
    for _ in range(1500):
        time.sleep(0.01)
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted")
