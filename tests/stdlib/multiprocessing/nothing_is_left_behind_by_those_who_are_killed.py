# A program that is killed by a signal while its worker computes, its writer waits at a full pipe, and its threads hold locks during a
# fork: its semaphores and its shared memory go, and so do its children.
# assert-only
# timeout: 90
import os
import signal
import subprocess
import sys
import time

PROGRAM = """
import multiprocessing, os, sys, threading, time, warnings
from multiprocessing import shared_memory

warnings.simplefilter("ignore", DeprecationWarning)

def compute(lock):
    with lock:
        while os.getppid() == parent:
            pass

def fill(reader, connection):
    reader.close()
    try:
        connection.send_bytes(b"x" * 10_000_000)
    except OSError:
        pass

def hold(lock):
    while True:
        with lock:
            sum(range(100))

if __name__ == "__main__":
    parent = os.getpid()
    context = multiprocessing.get_context(sys.argv[1])
    lock, queue, event = context.Lock(), context.Queue(), context.Event()
    segment = shared_memory.SharedMemory(create=True, size=1000)
    reader, writer = context.Pipe(duplex=False)
    held = threading.Lock()
    for _ in range(2):
        threading.Thread(target=hold, args=(held,), daemon=True).start()
    workers = []
    if sys.argv[1] == "fork":
        workers = [context.Process(target=compute, args=(lock,), daemon=True), context.Process(target=fill, args=(reader, writer), daemon=True)]
    for worker in workers:
        worker.start()
    writer.close()
    print(segment.name, *[worker.pid for worker in workers], flush=True)
    time.sleep(60)
"""


def names():
    return {name for name in os.listdir("/dev/shm") if name.startswith(("sem.mp-", "psm_"))}


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, what):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


if __name__ == "__main__":
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"killed_{os.getpid()}.py")
    with open(path, "w") as file:
        file.write(PROGRAM)
    try:
        for method in "fork", "spawn":
            for number in signal.SIGTERM, signal.SIGKILL:
                process = subprocess.Popen([sys.executable, path, method], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                segment, *pids = process.stdout.readline().split()
                assert segment in names()
                process.send_signal(number)
                assert process.wait() == -number
                wait_until(lambda: segment not in names(), ("segment", method, number))
                wait_until(lambda: not any(is_alive(pid) for pid in pids), ("children", method, number))
                process.stdout.close()
    finally:
        os.unlink(path)
