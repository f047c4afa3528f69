# Semaphores and shared memory have names in /dev/shm: after a program has ended, in good order or killed, none of its is there.
# assert-only
# timeout: 90
import os
import signal
import subprocess
import sys
import time

program = """
import multiprocessing, os, sys, time
from multiprocessing import shared_memory

def work(lock, value):
    with lock:
        value.value += 1

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    lock, value, q = context.Lock(), context.Value("i", 0), context.Queue()
    process = context.Process(target=work, args=(lock, value))
    process.start()
    process.join()
    assert value.value == 1
    segment = shared_memory.SharedMemory(create=True, size=100)
    print(segment.name, flush=True)
    if sys.argv[2] == "end":
        segment.close()
        segment.unlink()
    else:
        time.sleep(60)
"""


def names():
    return {name for name in os.listdir("/dev/shm") if name.startswith(("sem.mp-", "psm_", "pym-"))}


if __name__ == "__main__":
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"left_behind_{os.getpid()}.py")
    with open(path, "w") as file:
        file.write(program)
    try:
        before = names()
        mine = set()
        for method in ("fork", "spawn"):
            for ending in ("end", "kill"):
                process = subprocess.Popen([sys.executable, path, method, ending], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                           text=True)
                mine.add(process.stdout.readline().strip())
                if ending == "kill":
                    process.send_signal(signal.SIGKILL)
                process.wait()
                process.stdout.close()
                # The tracker needs a moment.
                deadline = time.monotonic() + 20
                while mine & names() and time.monotonic() < deadline:
                    time.sleep(0.05)
                assert not mine & names(), (method, ending)
    finally:
        os.unlink(path)
