import _thread, time
lock = _thread.allocate_lock()
done = []
def work(*args, **kwargs):
    with lock:
        done.append((args, kwargs))
ident = _thread.start_new_thread(work, (1, 2), {"k": 3})
while not done:
    time.sleep(0.001)
print(done, isinstance(ident, int), _thread.get_ident() != ident, _thread.LockType is type(lock), _thread.error is RuntimeError)
for call in ("_thread.start_new_thread(5, ())", "_thread.start_new_thread(work, 5)", "_thread.start_new_thread(work)", "_thread.start_new_thread(work, (), 5)"):
    try:
        eval(call)
    except TypeError as error:
        print(call, "->", type(error).__name__)
