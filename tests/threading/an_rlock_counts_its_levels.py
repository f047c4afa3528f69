import threading
r = threading.RLock()
print(r.acquire(), r.acquire(), r.acquire(False), r.acquire(timeout=0.01))
answers = []
def attempt():
    answers.append(r.acquire(timeout=0.01))
    answers.append(r.acquire(blocking=False))
    try:
        r.release()
    except RuntimeError as error:
        answers.append(str(error))
t = threading.Thread(target=attempt)
t.start()
t.join()
print(answers)
for _ in range(4):
    r.release()
try:
    r.release()
except RuntimeError as error:
    print(error)
answers.clear()
def take():
    with r, r:
        answers.append("taken")
t = threading.Thread(target=take)
t.start()
t.join()
print(answers)
