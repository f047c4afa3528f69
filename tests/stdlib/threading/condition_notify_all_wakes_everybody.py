import threading

condition = threading.Condition()
waiting = 0
woken = []


def wait(number):
    global waiting
    with condition:
        waiting += 1
        condition.wait()
        woken.append(number)


threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
for thread in threads:
    thread.start()
while True:
    with condition:
        if waiting == 6:
            condition.notify_all()
            break
for thread in threads:
    thread.join()
print(sorted(woken))
