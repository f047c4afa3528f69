import threading
results = []
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
def work():
    results.append(deep(700))
    try:
        deep(10 ** 6)
    except RecursionError:
        results.append("error")
    results.append(deep(700))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(results.count(700), results.count("error"))
