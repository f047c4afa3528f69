# expect: sound
import gc, threading, time
class Box:
    def method(self):
        return 1
box = Box()
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            box.shared = (n, n)
            setattr(box, f"a{i % 40}", i)
            getattr(box, f"a{i * 7 % 40}", None)
            a, b = box.shared
            if a != b:
                surprises.append("torn")
            box.method()
            if i % 3 == 0:
                delattr(box, f"a{i % 40}")
            if i % 31 == 0:
                box.__dict__ = {"shared": (1, 1)}
            if i % 7 == 0:
                dict(box.__dict__)
                vars(box)["direct"] = i
            if i % 11 == 0:
                box.method = lambda: 2
            if i % 13 == 0:
                del box.method
            if i % 100 == 0:
                gc.collect()
            hasattr(box, "direct")
            dir(box)
        except (RuntimeError, AttributeError, KeyError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises and isinstance(vars(box), dict) else surprises)
