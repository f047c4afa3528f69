# expect: sound
import gc, threading, time
shared = bytearray(range(100))
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            shared.append(i % 256)
            shared.extend(b"xyz")
            shared[i % 5] = n
            shared[i % 3:i % 8] = b"abc"
            bytes(shared)
            shared.find(b"x")
            shared.pop()
            shared.insert(3, n)
            view = memoryview(shared)
            view[0]
            view.release()
            if len(shared) > 300:
                del shared[50:]
            if i % 97 == 0:
                shared.clear()
            if i % 100 == 0:
                gc.collect()
            shared.decode("latin-1")
            list(shared)
            shared.remove(n)
        except (RuntimeError, IndexError, ValueError, BufferError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and len(bytes(shared)) == len(shared) else set(surprises))
