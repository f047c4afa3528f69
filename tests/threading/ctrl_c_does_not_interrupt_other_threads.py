# expect: main interrupted
# expect: worker slept on
import os, signal, threading, time
result, done = [], threading.Event()
def work():
    try:
        time.sleep(0.3)
        result.append("worker slept on")
    except KeyboardInterrupt:
        result.append("worker interrupted")
    done.set()
t = threading.Thread(target=work)
t.start()
threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    t.join()
except KeyboardInterrupt:
    print("main interrupted")
done.wait()
print(result[0])
