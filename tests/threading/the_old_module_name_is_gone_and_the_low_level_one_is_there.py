import _thread
for name in ("thread", "Queue", "dummy_thread"):
    try:
        __import__(name)
        print(name, "is there")
    except ModuleNotFoundError as error:
        print(error)
import threading
print(hasattr(threading, "RWLock"), hasattr(threading, "Lock"), _thread.allocate_lock().locked(), sorted(n for n in ("Barrier", "BoundedSemaphore", "BrokenBarrierError", "Condition", "Event", "ExceptHookArgs", "Lock", "RLock", "Semaphore", "TIMEOUT_MAX", "Thread", "ThreadError", "Timer", "active_count", "current_thread", "enumerate", "excepthook", "get_ident", "get_native_id", "getprofile", "gettrace", "local", "main_thread", "setprofile", "settrace", "stack_size") if n not in threading.__all__))
