import threading, time
c = threading.Condition()
waiting = woken = 0
def wait():
    global waiting, woken
    with c:
        waiting += 1
        c.wait()
        woken += 1
threads = [threading.Thread(target=wait) for _ in range(7)]
for t in threads: t.start()
def until(test):
    for _ in range(3000):
        with c:
            if test():
                return True
        time.sleep(0.002)
    return False
print(until(lambda: waiting == 7))
for n, total in ((1, 1), (2, 3), (0, 3), (3, 6), (100, 7)):
    with c:
        c.notify(n)
    print(n, until(lambda: woken == total))
for t in threads: t.join()
print(woken)
