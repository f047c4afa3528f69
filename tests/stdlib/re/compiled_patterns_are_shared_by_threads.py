import re
import threading

pattern = re.compile(r"(\w+)=(\d+)")
failures = []


def work(number):
    text = f"key{number}={number}"
    for _ in range(100):
        if pattern.search("; " + text).groups() != (f"key{number}", str(number)):
            failures.append(number)


threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failures)
