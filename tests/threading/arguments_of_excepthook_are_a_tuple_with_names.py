# threading.ExceptHookArgs is a struct sequence of four.
import threading

seen = []
threading.excepthook = seen.append
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
arguments = seen[0]
kind, value, traceback, where = arguments
print(kind.__name__, value, traceback is value.__traceback__, where is thread, len(arguments), isinstance(arguments, tuple))
print(arguments.exc_type is kind, arguments.thread is thread, arguments[1] is value, arguments.n_fields)
print(threading.ExceptHookArgs((1, 2, 3, 4)))
for wrong in ((1, 2, 3), 5):
    try:
        threading.ExceptHookArgs(wrong)
    except TypeError as error:
        print(error)
