# expect: sound
import gc, threading, time
def shared(a, b=1):
    return a, b
def first(a, b=1):
    return a, b
def second(a, b=1, *rest):
    return b, a
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            result = shared(n)
            if len(result) != 2:
                surprises.append("wrong result")
            shared.__defaults__ = (i, i) if i % 3 else (i,)
            shared.__kwdefaults__ = {"c": 1} if i % 2 else None
            if i % 5 == 0:
                shared.__code__ = (first if i % 2 else second).__code__
            shared.attribute = i
            if i % 7 == 0:
                shared.__defaults__ = None
            if i % 100 == 0:
                gc.collect()
            del shared.attribute
        except (AttributeError, TypeError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else set(surprises))
