import threading
c = threading.Condition()
value = None
def give():
    global value
    for v in (0, "", "given"):
        with c:
            value = v
            c.notify_all()
t = threading.Thread(target=give)
with c:
    t.start()
    print(c.wait_for(lambda: value, timeout=30))
t.join()
with c:
    print(c.wait_for(lambda: value == "other", timeout=0.02))
    try:
        c.wait_for(lambda: 1 / 0)
    except ZeroDivisionError:
        print("an error in the predicate comes out")
