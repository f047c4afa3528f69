import threading

made = []


class Data(threading.local):
    shared = "class attribute"

    def __init__(self, start):
        made.append(threading.current_thread().name)
        self.value = start


data = Data(5)
data.value += 1


def work():
    data.value += 10
    made.append(data.value)
    made.append(data.shared)


thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
print(made, data.value)
