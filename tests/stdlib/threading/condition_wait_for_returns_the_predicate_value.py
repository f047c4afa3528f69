import threading

condition = threading.Condition()
items = []


def produce():
    for item in range(3):
        with condition:
            items.append(item)
            condition.notify()


thread = threading.Thread(target=produce)
with condition:
    thread.start()
    print(condition.wait_for(lambda: len(items) == 3 and "all three"))
thread.join()
