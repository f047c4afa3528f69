import threading

condition = threading.Condition()
order = []


def wait(number):
    with condition:
        order.append(("waits", number))
        condition.wait()
        order.append(("woken", number))


threads = []
for number in range(5):
    thread = threading.Thread(target=wait, args=(number,))
    threads.append(thread)
    thread.start()
    while True:
        with condition:
            if ("waits", number) in order:
                break
for number in range(5):
    with condition:
        condition.notify()
    while True:
        with condition:
            if ("woken", number) in order:
                break
for thread in threads:
    thread.join()
print(order)
