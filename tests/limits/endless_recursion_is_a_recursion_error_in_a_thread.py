import threading
seen = []
def forever(n):
    return forever(n + 1)
def work():
    try:
        forever(0)
    except RecursionError as error:
        seen.append(str(error)[:32])
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(seen)
