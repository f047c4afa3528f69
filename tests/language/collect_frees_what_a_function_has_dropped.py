# collect() frees what a function has dropped, whatever its earlier statements left in registers that nothing reads any more.
# The machine's own stack is scanned word for word: a number of the past may keep one of many objects alive, but not each.
import gc
import weakref
from contextlib import nullcontext


class Thing:
    def __init__(self):
        self.number = id(self)

    def itself(self):
        return self


def dropped_before_with():
    thing = Thing()
    with nullcontext():
        reference = weakref.ref(thing)
        del thing
        gc.collect()
        return reference() is not None


def dropped_in_a_loop_around_a_call():
    thing = Thing()

    def use():
        return thing.number

    use()
    reference = weakref.ref(use)
    del use
    for _ in range(2):
        collect_for_the_caller()
    return reference() is not None


def collect_for_the_caller():
    gc.collect()


def seen_by_a_comprehension():
    things = [Thing() for _ in range(20)]
    numbers = [thing.itself().number for thing in things]
    references = [weakref.ref(thing) for thing in things]
    del things
    gc.collect()
    return sum(reference() is not None for reference in references) <= 1, len(numbers)


def kept_values_survive():
    kept = [Thing(), (Thing(), {"key": Thing()})]
    result = [len(kept), gc.collect() >= 0, kept[1][0].number == id(kept[1][0]), kept[1][1]["key"].itself() is not None]
    return result, [str(item)[:1] for item in sorted(kept, key=lambda item: (gc.collect(), isinstance(item, tuple))[1])]


print(dropped_before_with())
print(dropped_in_a_loop_around_a_call())
print(seen_by_a_comprehension())
print(kept_values_survive())
