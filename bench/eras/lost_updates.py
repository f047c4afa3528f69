# Two threads add to one counter. Prints how many additions of 600,000 got lost: plain, and with a call in the statement.
# Each thread runs for about 0.15 s, however fast the interpreter is, so that several switches fall into it; the losses are scaled.
import sys
import threading
import time

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
plain = 0
called = 0


def one():
    return 1


def add_plainly():
    global plain
    for _ in range(ROUNDS):
        plain += 1


def add_with_a_call():
    global called
    for _ in range(ROUNDS):
        called += one()


def both(work):
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


started = time.time()
add_plainly()
needed = time.time() - started
ROUNDS = int(ROUNDS * max(1, min(100, 0.15 / max(needed, 1e-6))))
plain = 0
both(add_plainly)
both(add_with_a_call)
scale = 300000.0 / ROUNDS
print("lost_plain=%d lost_call=%d" % ((2 * ROUNDS - plain) * scale, (2 * ROUNDS - called) * scale))
