import gc
import threading
log = []
class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        log.append(self.name)
def make():
    for _ in range(20):
        one = Noisy("plain")
        a, b = Noisy("cycle"), Noisy("cycle")
        a.other, b.other = b, a
def on_a_stack_of_its_own(function):
    # So that no stack remembers the objects afterwards.
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
on_a_stack_of_its_own(make)
gc.collect()
# A stale word of the machine's own stack may be the address of one of them, where something else has been before.
print(log.count("plain") >= 18, log.count("cycle") >= 36)
class Revived:
    def __del__(self):
        survivors.append(self)
survivors = []
def revive():
    Revived()
on_a_stack_of_its_own(revive)
gc.collect()
print(len(survivors), type(survivors[0]).__name__)
