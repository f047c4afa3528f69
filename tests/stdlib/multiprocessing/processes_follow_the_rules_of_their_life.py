# What a Process refuses and when: a group, two starts, joins of what is not started or not a child, a daemon with children of its own;
# its attributes before, while and after it runs; a subclass; what a globals change in the child does not do.
import multiprocessing
import os
import signal
import sys
import time

changed = "in the parent"


def nothing():
    pass


def change():
    global changed
    changed = "in the child"


def have_children():
    child = multiprocessing.Process(target=nothing)
    try:
        child.start()
    except AssertionError as error:
        print(error, flush=True)


class Custom(multiprocessing.Process):
    def run(self):
        sys.exit(7)


def fails(action, *arguments, **named):
    try:
        action(*arguments, **named)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("nothing happened")


def ended(process):
    process.start()
    process.join()
    return process.exitcode


if __name__ == "__main__":
    multiprocessing.freeze_support()
    fails(multiprocessing.Process, group=1)
    process = multiprocessing.Process(target=nothing, name="mine")
    fails(process.join)
    fails(process.terminate)
    fails(lambda: process.sentinel)
    print(process.name, process.pid, process.exitcode, process.is_alive(), process.daemon)
    process.start()
    fails(process.start)
    fails(setattr, process, "daemon", True)
    process.join()
    print(process.exitcode, process.is_alive(), process.pid > 0, process in multiprocessing.active_children())
    process.close()
    fails(process.is_alive)
    print(ended(multiprocessing.Process(target=change)), changed)
    print(ended(multiprocessing.Process(target=have_children, daemon=True)))
    print(ended(Custom()), ended(multiprocessing.Process(target=sys.exit, args=("a message",))),
          ended(multiprocessing.Process(target=os._exit, args=(3,))))
    for number in signal.SIGTERM, signal.SIGKILL:
        process = multiprocessing.Process(target=time.sleep, args=(60,))
        process.start()
        os.kill(process.pid, number)
        process.join()
        print(process.exitcode == -number, repr(process).split("exitcode=")[1])
    print(multiprocessing.current_process().name, multiprocessing.parent_process(), len(multiprocessing.current_process().authkey))
