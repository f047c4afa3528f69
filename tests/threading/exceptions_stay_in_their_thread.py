import sys, threading
seen = []
gate = threading.Barrier(2)
def fail(n):
    try:
        raise ValueError(n)
    except ValueError:
        gate.wait()
        seen.append((n, str(sys.exc_info()[1])))
        gate.wait()
    seen.append((n, sys.exc_info()[1]))
threads = [threading.Thread(target=fail, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen, key=str), sys.exc_info()[0])
