# expect: main ends
import threading, time
started = threading.Event()
def work():
    started.set()
    try:
        time.sleep(100)
        print("never")
    finally:
        print("never cleaned up")
threading.Thread(target=work, daemon=True).start()
started.wait()
print("main ends")
