import threading
data = threading.local()
data.x = "main"
seen = []
def work(n):
    seen.append(hasattr(data, "x"))
    data.x = n
    data.items = [n]
    for _ in range(100):
        data.items.append(n)
    seen.append((data.x, set(data.items) == {n}, sorted(vars(data))))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen, key=str), data.x, data.__dict__)
try:
    data.missing
except AttributeError as error:
    print(error)
del data.x
try:
    del data.x
except AttributeError as error:
    print(type(error).__name__)
try:
    threading.local(1)
except TypeError as error:
    print(error)
