import re
import threading

semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(timeout=0.01))
semaphore.release(2)
print(semaphore._value)
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(semaphore)))
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(threading.BoundedSemaphore(4))))
