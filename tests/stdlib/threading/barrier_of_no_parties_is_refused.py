# expect: parties must be > 0
import threading

try:
    threading.Barrier(0)
except ValueError as error:
    print(error)
