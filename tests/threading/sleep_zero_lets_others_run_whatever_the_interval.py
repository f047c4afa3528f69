# expect: others ran True
import sys, threading, time
sys.setswitchinterval(60)
progress = 0
stop = False
def count():
    global progress
    while not stop:
        progress += 1
        time.sleep(0)
t = threading.Thread(target=count)
t.start()
for _ in range(200):
    time.sleep(0)
time.sleep(0.01)
stop = True
t.join()
print("others ran", progress > 1)
