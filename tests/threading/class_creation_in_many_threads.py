import threading
made = []
def work(n):
    for i in range(50):
        cls = type(f"C{n}_{i}", (Base,), {"value": (n, i), "method": lambda self: self.value})
        made.append(cls().method() == (n, i))
class Base:
    subclasses = []
    def __init_subclass__(cls):
        Base.subclasses.append(cls.__name__)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(made.count(True), len(set(Base.subclasses)))
