import os
import signal
import threading

seen = []


def handler(number, frame):
    seen.append((number, threading.current_thread() is threading.main_thread()))


old = signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
while not seen:
    pass
print(seen == [(signal.SIGUSR1, True)], repr(signal.SIGUSR1).startswith("<Signals.SIGUSR1"), signal.getsignal(signal.SIGUSR1) is handler)
signal.signal(signal.SIGUSR1, old)
errors = []


def elsewhere():
    try:
        signal.signal(signal.SIGUSR1, handler)
    except ValueError as error:
        errors.append(str(error))


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
print(errors)
