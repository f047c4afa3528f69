# CPython up to 3.13 checks and starts in two steps and may start such a thread twice.
# expect: 30 90
import threading
runs, errors = [], []
for _ in range(30):
    target = threading.Thread(target=runs.append, args=(1,))
    gate = threading.Barrier(4)
    def start():
        gate.wait()
        try:
            target.start()
        except RuntimeError as error:
            errors.append(error)
    starters = [threading.Thread(target=start) for _ in range(4)]
    for t in starters: t.start()
    for t in starters: t.join()
    target.join()
print(len(runs), len(errors))
