# The states of a future: pending, running, cancelled, finished; what each forbids; callbacks in their order, at once if it is done, and
# what they raise is logged; results and exceptions with time limits.
import logging
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError, TimeoutError


class Tell(logging.Handler):
    def emit(self, record):
        print("logged", record.levelname, record.getMessage()[:7], record.exc_info and record.exc_info[0])


logging.getLogger("concurrent.futures").addHandler(Tell())
logging.getLogger("concurrent.futures").propagate = False


def fails(action, *arguments):
    try:
        action(*arguments)
    except BaseException as error:
        print(type(error).__name__, str(error).split("<Future")[0])
    else:
        print("nothing happened")


def states(future):
    return future.running(), future.done(), future.cancelled(), repr(future).split("state=")[1]


future = Future()
print(states(future))
fails(future.result, 0.01)
fails(future.exception, 0)
print(future.set_running_or_notify_cancel(), states(future), future.cancel())
order = []
for number in range(3):
    future.add_done_callback(lambda it, number=number: order.append((number, it is future)))
future.add_done_callback(lambda it: 1 / 0)
future.add_done_callback(lambda it: order.append("last"))
future.set_result(42)
print(order, states(future), future.result(), future.exception(), future.cancel())
future.add_done_callback(lambda it: print("at once"))
fails(future.set_result, 1)
fails(future.set_exception, ValueError())
fails(future.set_running_or_notify_cancel)

failed = Future()
failure = KeyError("reason")
failed.set_exception(failure)
print(states(failed), failed.exception() is failure)
fails(failed.result)

cancelled = Future()
cancelled.add_done_callback(lambda it: print("cancelled", it.cancelled()))
print(cancelled.cancel(), cancelled.cancel(), states(cancelled))
fails(cancelled.result)
fails(cancelled.exception)
fails(cancelled.set_result, 1)
print(cancelled.set_running_or_notify_cancel(), states(cancelled))

# Several threads wait for one.
awaited = Future()
got = []
threads = [threading.Thread(target=lambda: got.append(awaited.result(30))) for _ in range(5)]
for thread in threads:
    thread.start()
awaited.set_result("for all")
for thread in threads:
    thread.join()
print(got)
