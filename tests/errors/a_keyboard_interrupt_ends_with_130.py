# expect: before
# expect-exit: 130
# expect-error: KeyboardInterrupt
import os
import signal
print("before", flush=True)
os.kill(os.getpid(), signal.SIGINT)
while True:
    pass
