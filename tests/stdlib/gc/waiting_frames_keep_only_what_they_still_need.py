# A suspended generator, and a thread that waits, keep their variables alive, but not what they have passed on or computed on the way.
import gc
import threading
import weakref


class Thing:
    pass


def count_dead(references):
    gc.collect()
    return sum(reference() is None for reference in references)


def hands_on(things):
    """Yields each thing once, with handlers and a loop around the yield."""
    try:
        while things:
            try:
                box = [things.pop()]
                yield box.pop()
            except KeyError:
                pass
    finally:
        things.clear()


references = []
for thing in hands_on([Thing() for _ in range(20)]):
    references.append(weakref.ref(thing))
    del thing
    # The newest may still stand in a word of the machine's own stack.
    assert count_dead(references) >= len(references) - 2, (count_dead(references), len(references))


def keeps(thing):
    yield 1
    yield thing


kept = keeps(Thing())
next(kept)
assert count_dead([reference := weakref.ref(next(kept))]) == 0, "a variable of a generator is in use"

seen = []
waits, go_on = threading.Event(), threading.Event()


def identity(thing):
    return thing


def work():
    for _ in range(20):
        thing = identity(identity(Thing()))
        seen.append(weakref.ref(thing))
        del thing
    variable = Thing()
    seen_variable.append(weakref.ref(variable))
    waits.set()
    go_on.wait()
    assert variable is seen_variable[0]()


seen_variable = []
thread = threading.Thread(target=work)
thread.start()
waits.wait()
assert count_dead(seen) >= 18, count_dead(seen)
assert count_dead(seen_variable) == 0
go_on.set()
thread.join()
print("ok")
