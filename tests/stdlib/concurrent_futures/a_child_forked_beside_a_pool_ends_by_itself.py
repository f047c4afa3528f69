# A process that is forked while a pool is in use, and while a thread is just waking the manager of the pool, has nothing to do with that
# pool: it comes to its end.
# assert-only
# timeout: 60
import multiprocessing
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

warnings.simplefilter("ignore", DeprecationWarning)


def nothing():
    pass


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool, ThreadPoolExecutor(1) as threads:
        assert pool.submit(pow, 2, 3).result() == threads.submit(pow, 2, 3).result() == 8
        # As another thread has it while it writes.
        with pool._executor_manager_thread_wakeup._lock:
            process = context.Process(target=nothing)
            process.start()
            process.join(30)
            assert process.exitcode == 0, process.exitcode
        assert pool.submit(pow, 2, 3).result() == 8
    assert not multiprocessing.active_children()
