# expect: True
# expect-exit: 0
# expect-error: DeprecationWarning: setDaemon() is deprecated, set the daemon attribute instead
import threading
t = threading.Thread(target=lambda: None)
t.setDaemon(True)
print(t.daemon)
