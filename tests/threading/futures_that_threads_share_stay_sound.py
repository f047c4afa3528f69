# A future belongs to one event loop; threads that use one all the same may lose callbacks, but it has one outcome.
import asyncio
import threading


class Loop(asyncio.AbstractEventLoop):
    def get_debug(self):
        return False

    def call_soon(self, callback, *args, context=None):
        called.append((callback, args))


called = []
problems = []


def work(number, futures, barrier):
    barrier.wait()
    for future in futures:
        future.add_done_callback(print)
        future.add_done_callback(len)
        future.remove_done_callback(print)
        try:
            if number % 3 == 0:
                future.set_result(number)
            elif number % 3 == 1:
                future.set_exception(ValueError(number))
            else:
                future.cancel()
        except asyncio.InvalidStateError:
            pass
        if not future.done():
            problems.append(future)
        repr(future._callbacks), future._state, future._exception


for _ in range(3):
    futures = [asyncio.Future(loop=Loop()) for _ in range(200)]
    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=work, args=(i, futures, barrier)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for future in futures:
        states = future.cancelled() + (not future.cancelled() and future.exception() is not None) + (future._result is not None)
        if states != 1 and future._result != 0:
            problems.append((future, states))
print(len(problems), all(args[0].done() for callback, args in called))
