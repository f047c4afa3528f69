# expect: sound
import threading, time
deadline = time.monotonic() + 0.8
surprises = []
def fail(n):
    if n == 0:
        raise KeyError("bottom")
    try:
        fail(n - 1)
    except KeyError as error:
        raise KeyError(n) from error
    finally:
        log.append(n)
log = []
def work(n):
    while time.monotonic() < deadline:
        try:
            fail(10)
            surprises.append("no error")
        except KeyError as error:
            depth = 0
            while error is not None:
                depth += 1
                error = error.__cause__
            if depth != 11:
                surprises.append(depth)
        if len(log) > 10000:
            log.clear()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else surprises[:3])
