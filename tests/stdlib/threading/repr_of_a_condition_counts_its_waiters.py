import re
import threading

condition = threading.Condition(threading.Lock())
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(condition)))
