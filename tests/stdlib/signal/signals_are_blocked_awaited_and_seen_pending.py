import os
import signal

before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2})
print(signal.SIGUSR1 in before, signal.SIGUSR1 in signal.pthread_sigmask(signal.SIG_BLOCK, []))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending() == {signal.SIGUSR1}, signal.sigwait([signal.SIGUSR1]) is signal.SIGUSR1, signal.sigpending())
print(signal.sigtimedwait([signal.SIGUSR2], 0.01))
os.kill(os.getpid(), signal.SIGUSR2)
info = signal.sigwaitinfo([signal.SIGUSR2])
print(info.si_signo == signal.SIGUSR2, info.si_pid == os.getpid())
seen = []
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
os.kill(os.getpid(), signal.SIGUSR1)
print(seen)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
print(seen == [signal.SIGUSR1])
reading, writing = os.pipe()
try:
    signal.set_wakeup_fd(writing)
except ValueError as error:
    print(str(error).endswith("must be in non-blocking mode"))
os.set_blocking(writing, False)
print(signal.set_wakeup_fd(writing), end=" ")
signal.raise_signal(signal.SIGUSR1)
print(os.read(reading, 10) == bytes([signal.SIGUSR1]), signal.set_wakeup_fd(-1) == writing)
for wrong in (lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [0]), lambda: signal.sigtimedwait([signal.SIGUSR1], -1)):
    try:
        wrong()
    except ValueError as error:
        print(error)
