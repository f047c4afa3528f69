# The child of a fork has one thread, which can allocate, collect, start threads, take locks and end. The others are gone, whatever they
# were doing.
# assert-only
# timeout: 60
import gc
import os
import threading
import warnings

warnings.simplefilter("ignore")
stop = False
shared = {}
lock = threading.Lock()


def churn(number):
    count = 0
    while not stop:
        shared[number, count % 50] = [count] * 10
        "".join(str(i) for i in range(20))
        with lock:
            count += 1


def child_work():
    assert threading.active_count() == 1, threading.enumerate()
    assert threading.current_thread() is threading.main_thread()
    total = []
    helpers = [threading.Thread(target=lambda: total.append(sum(range(1000)))) for _ in range(3)]
    for helper in helpers:
        helper.start()
    for helper in helpers:
        helper.join()
    assert total == [499500] * 3
    gc.collect()
    assert len([list(range(10)) for _ in range(10000)]) == 10000
    for thread in others:
        assert not thread.is_alive()
        thread.join(5)


others = [threading.Thread(target=churn, args=(number,), daemon=True) for number in range(3)]
for thread in others:
    thread.start()
for round in range(8):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child_work()
            status = 42
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 42
assert threading.active_count() == 4
stop = True
for thread in others:
    thread.join()
