import threading
c = threading.Condition(threading.RLock())
state = []
def other():
    with c:
        state.append("in while the first waits")
        c.notify()
with c:
    with c:
        t = threading.Thread(target=other)
        t.start()
        print(c.wait(30), state)
        state.append("here again")
    print(c.acquire(False))
    c.release()
t.join()
print(state)
