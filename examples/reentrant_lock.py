# A function that holds a lock calls another one that takes the same lock. With Lock that thread would wait
# for itself for ever; with RLock the owner passes, and the lock is free after as many releases as acquires.
#
# Try: the same in every preset.
#   build/gilded --as=3.12 examples/reentrant_lock.py
import threading

rlock = threading.RLock()
share_data = 0


def check_data():
    global share_data
    with rlock:
        if share_data > 10:
            share_data = 0


def add():
    global share_data
    with rlock:
        check_data()
        share_data += 1


def depth_by_recursion(levels):
    """Takes the lock once per level; other threads get in only when every level gave it back."""
    with rlock:
        return 0 if levels == 0 else 1 + depth_by_recursion(levels - 1)


def can_another_thread_take_it():
    answer = []

    def attempt():
        got = rlock.acquire(blocking=False)
        answer.append(got)
        if got:
            rlock.release()

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    return answer[0]


threads = [threading.Thread(target=add) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("share_data result:", share_data)
print("recursion depth:", depth_by_recursion(20))

rlock.acquire()
rlock.acquire()
print("held twice, free for others:", can_another_thread_take_it())
rlock.release()
print("held once, free for others:", can_another_thread_take_it())
rlock.release()
print("released, free for others:", can_another_thread_take_it())

plain = threading.Lock()
plain.acquire()
print("a plain lock a second time:", plain.acquire(timeout=0.05))
