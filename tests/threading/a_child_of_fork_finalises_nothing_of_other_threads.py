# A thread forks while another one is inside a generator: in the child the frames of that other thread never come to their ends. A
# collection there closed their generators, whose finally clauses ran in a process that they know nothing of.
import gc
import os
import threading

parent = os.getpid()


def held():
    try:
        yield
    finally:
        os.write(1, b"finally, in the child\n" if os.getpid() != parent else b"finally, in the parent\n")


def fork_and_collect():
    pid = os.fork()
    if pid == 0:
        for _ in range(3):
            gc.collect()
        os._exit(0)
    os.waitpid(pid, 0)


def hold_while_another_forks():
    generator = held()
    next(generator)
    thread = threading.Thread(target=fork_and_collect)
    thread.start()
    thread.join()
    generator.close()


hold_while_another_forks()
print("done", flush=True)
