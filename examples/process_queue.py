# One process writes to a queue, another reads. Ordinary variables are not shared; what goes through the queue is copied.
# The reader never ends by itself, so it is terminated, after it has said through another queue that it has everything.
#
# Try: a queue.Queue instead of the multiprocessing one: what a child puts into its copy the parent never sees.
# expect: put A
# expect: put B
# expect: put C
# expect: got A B C
import multiprocessing
import queue
import sys


def write(q, names):
    for name in names:
        print("put", name)
        q.put(name)
    sys.stdout.flush()


def read(q, seen):
    while True:
        seen.put(q.get())


def put_into_copy(q):
    q.put("lost")


if __name__ == "__main__":
    q = multiprocessing.Queue()
    seen = multiprocessing.Queue()
    writer = multiprocessing.Process(target=write, args=(q, "ABC"))
    reader = multiprocessing.Process(target=read, args=(q, seen))
    writer.start()
    reader.start()
    writer.join()
    got = [seen.get() for _ in range(3)]
    reader.terminate()
    reader.join()
    print("got", *got)

    local = queue.Queue()
    process = multiprocessing.get_context("fork").Process(target=put_into_copy, args=(local,))
    process.start()
    process.join()
    assert local.empty()

    bounded = multiprocessing.Queue(1)
    bounded.put(1)
    try:
        bounded.put_nowait(2)
    except queue.Full:
        assert bounded.full()
    assert bounded.get() == 1
    try:
        bounded.get(timeout=0.01)
    except queue.Empty:
        assert bounded.empty()
