# expect: sound
import gc, threading, time
class Base:
    def method(self):
        return "base"
class Other:
    def method(self):
        return "other"
class Shared(Base):
    value = 0
deadline = time.monotonic() + 0.8
surprises = []
def work(n):
    i = 0
    instance = Shared()
    while time.monotonic() < deadline:
        i += 1
        try:
            Shared.value = i
            if type(instance.value) is not int:
                surprises.append("wrong type")
            if instance.method() not in ("base", "other", "own"):
                surprises.append("wrong method")
            setattr(Shared, f"a{i % 30}", i)
            getattr(instance, f"a{i * 7 % 30}", None)
            if i % 3 == 0:
                delattr(Shared, f"a{i % 30}")
            if i % 5 == 0:
                Shared.method = lambda self: "own"
            if i % 7 == 0:
                del Shared.method
            if i % 11 == 0:
                Shared.__bases__ = (Other,) if i % 2 else (Base,)
            if i % 13 == 0:
                class Child(Shared):
                    pass
                Child().method()
                Shared.__subclasses__()
            if i % 17 == 0:
                instance.__class__ = Shared
                instance = Shared()
            if i % 100 == 0:
                gc.collect()
            Shared.__len__ = lambda self: 3
            len(instance)
            isinstance(instance, Base)
            Shared.__mro__
        except (AttributeError, TypeError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else set(surprises))
