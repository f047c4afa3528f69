import threading
import warnings

thread = threading.Thread(name="T")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    threading.currentThread()
    threading.activeCount()
    thread.getName()
    thread.setName("U")
    thread.isDaemon()
    thread.setDaemon(True)
    threading.Event().isSet()
    condition = threading.Condition()
    with condition:
        condition.notifyAll()
for warning in caught:
    print(warning.category.__name__, warning.message)
print(thread.name, thread.daemon)
