# expect: sound
import gc, threading, time
from collections import deque
shared = deque(range(100), maxlen=400)
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            shared.append(i)
            shared.appendleft(n)
            shared.extend(range(i % 5))
            shared.extendleft(range(i % 3))
            shared.rotate(i % 7 - 3)
            shared[0]
            shared[-1] = n
            shared.count(n)
            list(shared)
            for x in shared:
                pass
            shared.copy()
            shared.reverse()
            if len(shared) > 300:
                for _ in range(200):
                    shared.pop()
            if i % 97 == 0:
                shared.clear()
            if i % 100 == 0:
                gc.collect()
            str(shared)
            shared.popleft()
            shared.pop()
            shared.remove(n)
            shared.index(n)
        except (RuntimeError, IndexError, ValueError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and len(list(shared)) == len(shared) and all(type(x) is int for x in shared) else surprises)
