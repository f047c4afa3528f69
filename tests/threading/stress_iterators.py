# expect: sound
import gc, itertools, threading, time
deadline = time.monotonic() + 0.8
surprises = []
makers = [lambda: iter(list(range(50))), lambda: iter(range(50)), lambda: iter({i: i for i in range(50)}), lambda: iter(set(range(50))),
          lambda: enumerate(range(50)), lambda: zip(range(50), "a" * 50), lambda: map(str, range(50)), lambda: filter(None, range(50)),
          lambda: reversed(list(range(50))), lambda: iter("text" * 10), lambda: itertools.count(), lambda: itertools.chain([1, 2], (3, 4)),
          lambda: itertools.cycle([1, 2, 3]), lambda: itertools.islice(range(100), 50), lambda: iter(b"bytes")]
shared = [make() for make in makers]
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        k = i % len(makers)
        try:
            next(shared[k])
            if i % 100 == 0:
                gc.collect()
        except StopIteration:
            shared[k] = makers[k]()
        except (RuntimeError, ValueError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else set(surprises))
