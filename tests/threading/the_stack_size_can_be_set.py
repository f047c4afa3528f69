import threading
print(threading.stack_size(), threading.stack_size(256 * 1024), threading.stack_size())
for size in (1, -1, 1000):
    try:
        threading.stack_size(size)
    except ValueError as error:
        print("ValueError")
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
result = []
t = threading.Thread(target=lambda: result.append(deep(100)))
t.start()
t.join()
threading.stack_size(0)
print(result, threading.stack_size())
