# expect: True
import threading
items = list(range(2000, 0, -1))
errors = []
def work():
    for _ in range(20):
        try:
            items.sort()
            items.sort(reverse=True)
        except ValueError as error:
            errors.append(str(error))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(all(type(x) is int for x in items) and set(errors) <= {"list modified during sort"} and len(items) <= 2000)
