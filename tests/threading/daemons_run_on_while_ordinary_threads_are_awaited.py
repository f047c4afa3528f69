# expect: True
import threading, time
beats = 0
def beat():
    global beats
    while True:
        beats += 1
        time.sleep(0.001)
def report():
    threading.main_thread().join()
    before = beats
    time.sleep(0.1)
    print(beats > before)
threading.Thread(target=beat, daemon=True).start()
threading.Thread(target=report).start()
