# expect: sound
import gc, threading, time
shared = {i: i for i in range(100)}
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            shared[i % 300] = n
            shared[str(i % 50)] = i
            shared.pop(i * 7 % 300, None)
            shared.setdefault(i % 30, n)
            shared.get(i)
            i in shared
            shared.update({i % 11: n, (n, i % 20): i})
            list(shared)
            list(shared.items())
            for k in shared:
                shared.get(k)
            dict(shared)
            shared.copy()
            shared | {1: 2}
            {**shared}
            if i % 20 == 0:
                for k in list(shared)[:50]:
                    shared.pop(k, None)
            if i % 13 == 0:
                shared.popitem()
            if i % 97 == 0:
                shared.clear()
            if i % 100 == 0:
                gc.collect()
            str(shared)
            shared == dict(shared)
            del shared[i % 300]
        except (RuntimeError, KeyError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and len(list(shared)) == len(shared) and all(k in shared for k in shared) else surprises)
