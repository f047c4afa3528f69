import threading


def fail():
    raise ValueError("action failed")


barrier = threading.Barrier(2, fail)
errors = []


def work():
    try:
        barrier.wait()
    except Exception as error:
        errors.append(type(error).__name__)


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(errors), barrier.broken)
