# expect: sound
import gc, threading, time
shared = list(range(100))
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    global shared
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            shared.append(i)
            shared.insert(i % 10, n)
            shared.extend([n] * (i % 5))
            shared[i % 7] = i
            shared[i % 5:i % 9] = [n, i]
            shared[::2]
            shared.pop()
            shared.pop(0)
            if n in shared:
                shared.remove(n)
            shared.reverse()
            list(shared)
            tuple(shared)
            shared + shared
            shared.index(n)
            shared.count(n)
            if i % 10 == 0:
                shared.sort()
            if len(shared) > 300:
                del shared[50:]
            if i % 97 == 0:
                shared.clear()
            if i % 100 == 0:
                gc.collect()
            shared *= 1
            str(shared)
            shared == list(shared)
        except (RuntimeError, IndexError, KeyError, ValueError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and len(list(shared)) == len(shared) and all(type(x) is int for x in shared) else surprises)
