# expect: sound
import gc, threading, time
def numbers():
    n = 0
    while True:
        try:
            received = yield n
            n = received if received is not None else n + 1
        except KeyError:
            n = 0
shared = numbers()
deadline = time.monotonic() + 0.8
surprises = []
progress = [0] * 4
def work(n):
    global shared
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            if type(next(shared)) is not int:
                surprises.append("wrong type")
            progress[n] += 1
            shared.send(i)
            if i % 5 == 0:
                shared.throw(KeyError("k"))
            if i % 7 == 0:
                shared.close()
            if i % 9 == 0:
                shared = numbers()
            if i % 100 == 0:
                gc.collect()
            shared.gi_running
        except StopIteration:
            shared = numbers()
        except (ValueError, TypeError, RuntimeError, KeyError):  # KeyError: thrown into a generator that another thread closed
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and sum(progress) > 0 else set(surprises))
