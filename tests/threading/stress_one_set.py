# expect: sound
import gc, threading, time
shared = set(range(100))
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            shared.add(i % 300)
            shared.add(str(i % 50))
            shared.discard(i * 7 % 300)
            i in shared
            shared.update(range(i % 20))
            shared.difference_update(range(i % 10))
            shared | {n}
            shared & set(range(50))
            shared - {n}
            shared ^ {n}
            list(shared)
            frozenset(shared)
            for x in shared:
                x in shared
            if i % 13 == 0:
                shared.pop()
            if i % 97 == 0:
                shared.clear()
            if i % 100 == 0:
                gc.collect()
            str(shared)
            shared <= set(shared)
            shared.remove(i % 300)
        except (RuntimeError, KeyError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and len(list(shared)) == len(shared) and all(x in shared for x in shared) else surprises)
