import threading

data = threading.local()
data.value = "main"
seen = []


def work(number):
    seen.append(hasattr(data, "value"))
    data.value = number
    for _ in range(100):
        assert data.value == number


threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen, data.value, data.__dict__)
