# A Process is started, runs its target in a process of its own, and is joined. It has its own interpreter, and so its own
# global lock: two processes compute at the same time under every preset.
#
# Try: a negative exit code is the signal that ended the process. Start the processes another way:
#   multiprocessing.set_start_method("spawn") as the first line under the `if`
# assert-only
import multiprocessing
import os
import signal
import time


def run(name, parent):
    print(f"child {name} ({os.getpid()})")
    assert os.getppid() == parent


def fail():
    raise SystemExit(3)


def sleep():
    time.sleep(60)


class Custom(multiprocessing.Process):
    def run(self):
        raise SystemExit(len(self.name))


if __name__ == "__main__":
    print("parent", os.getpid())
    process = multiprocessing.Process(target=run, args=("test", os.getpid()))
    assert process.exitcode is None and not process.is_alive()
    print("the child starts")
    process.start()
    process.join()
    print("the child has ended with", process.exitcode)
    assert process.exitcode == 0 and not process.is_alive()

    failing = multiprocessing.Process(target=fail)
    failing.start()
    failing.join()
    assert failing.exitcode == 3

    sleeping = multiprocessing.Process(target=sleep, daemon=True)
    sleeping.start()
    assert sleeping.is_alive() and sleeping in multiprocessing.active_children()
    sleeping.terminate()
    sleeping.join()
    print("terminated:", sleeping.exitcode)
    assert sleeping.exitcode == -signal.SIGTERM

    custom = Custom(name="seven..")
    custom.start()
    custom.join()
    assert custom.exitcode == 7
