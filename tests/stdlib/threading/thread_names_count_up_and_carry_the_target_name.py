import threading


def worker():
    pass


first = threading.Thread(target=worker)
second = threading.Thread()
third = threading.Thread(target=worker, name=7)
print(first.name, second.name, repr(third.name))
second.name = 8
print(repr(second.name))
