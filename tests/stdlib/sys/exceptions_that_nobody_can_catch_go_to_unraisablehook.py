# What __del__, callbacks of weak references, hooks of fork and threads of _thread raise goes to sys.unraisablehook; a hook that fails
# itself is told of; without one the first one does its work again.
import _thread
import gc
import os
import sys
import time
import weakref

told = []


def hook(unraisable):
    told.append((unraisable.exc_type.__name__, str(unraisable.exc_value), unraisable.exc_traceback is not None,
                 unraisable.err_msg and unraisable.err_msg.split(" at 0x")[0], getattr(unraisable.object, "__qualname__", None)))
    assert tuple(unraisable)[0] is unraisable.exc_type


class Failing:
    def __del__(self):
        raise ValueError("in __del__")


def callback(reference):
    raise KeyError("in a callback")


def before_fork():
    raise IndexError("before fork")


def in_a_thread():
    raise OSError("in a thread")


def show(kind):
    """What was told of exceptions of a class; an object of an earlier step may be found late."""
    found = {entry for entry in told if entry[0] == kind}
    print(*found)


def drop_some(make, attempts=20):
    """Make and forget several, of which the collector finds at least one."""
    for _ in range(attempts):
        make()
    gc.collect()


def main():
    sys.unraisablehook = hook
    drop_some(Failing)
    show("ValueError")
    kept = []

    def watched():
        class Plain:
            pass
        kept.append(weakref.ref(Plain(), callback))

    drop_some(watched)
    show("KeyError")
    os.register_at_fork(before=before_fork)
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    show("IndexError")
    _thread.start_new_thread(in_a_thread, ())
    while not any(entry[0] == "OSError" for entry in told):
        time.sleep(0.001)
    show("OSError")


main()

arguments = []
sys.unraisablehook = arguments.append
drop_some(Failing)
make = type(arguments[0])
print(make.__name__, make.__match_args__)
sys.stderr = sys.stdout
failure = ValueError("told")
for message, object in ("a message", 7), ("a message", None), (None, 7), (None, None):
    sys.__unraisablehook__(make((ValueError, failure, None, message, object)))
sys.__unraisablehook__(make((ValueError, None, None, None, None)))


class Unshowable:
    def __repr__(self):
        raise TypeError


sys.__unraisablehook__(make((ValueError, failure, None, None, Unshowable())))
try:
    sys.__unraisablehook__(failure)
except TypeError as error:
    print(error)
