import gc, threading, weakref
class C:
    pass
def on_a_stack_of_its_own(function):
    # So that no stack remembers the objects afterwards.
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]
def make():
    kept = C()
    return kept, weakref.ref(kept), weakref.ref(C()), weakref.WeakValueDictionary({"kept": kept})
kept, alive, dead, table = on_a_stack_of_its_own(make)
gc.collect()
print(alive() is kept, dead() is None, table["kept"] is kept, len(table), alive == weakref.ref(kept), type(alive).__name__)
calls = []
def make_finalized():
    weakref.finalize(C(), calls.append, "finalized")
on_a_stack_of_its_own(make_finalized)
gc.collect()
print(calls)
for thing in (5, "text", (1,), None):
    try:
        weakref.ref(thing)
    except TypeError as error:
        print(error)
p = weakref.proxy(kept)
kept.x = 7
print(p.x)
