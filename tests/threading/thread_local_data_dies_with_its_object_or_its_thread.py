# What a thread keeps in a thread-local object goes when either of them goes; many such objects do not fill a thread.
import gc
import threading
import weakref


class Data:
    pass


def fill(local, found):
    local.data = Data()
    found.append(weakref.ref(local.data))


def dead(references):
    gc.collect()
    return sum(reference() is None for reference in references)


# The object goes: of some hundred, the collector may take one for alive.
kept = []
for _ in range(300):
    local = threading.local()
    fill(local, kept)
    local.data.again = local
    del local
assert dead(kept) >= 290, dead(kept)

# The threads go, the object stays.
local = threading.local()
fill(local, of_main := [])
of_threads = []
threads = [threading.Thread(target=fill, args=(local, of_threads)) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert dead(of_threads) >= 18, dead(of_threads)
assert dead(of_main) == 0 and local.data is of_main[0]()

# A subclass whose __init__ fails in a thread is tried again at the next use.
class Fussy(threading.local):
    tries = 0

    def __init__(self):
        Fussy.tries += 1
        if Fussy.tries == 2:
            raise ValueError("not today")
        self.number = Fussy.tries


fussy = Fussy()


def use():
    try:
        fussy.number
    except ValueError as error:
        print(error)
    print(fussy.number)


thread = threading.Thread(target=use)
thread.start()
thread.join()
print(fussy.number)
