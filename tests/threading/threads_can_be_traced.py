# threading.settrace is for threads that start later, settrace_all_threads for running ones, too; every thread has its own function.
# assert-only
import sys
import threading

events = []
lock = threading.Lock()

def worker(ready=None, go=None):
    if ready:
        ready.set()
        go.wait()
    return helper(1)

def helper(x):
    return x + 1

def tracer(frame, event, arg):
    if frame.f_code in (worker.__code__, helper.__code__):
        with lock:
            events.append((threading.get_ident(), frame.f_code.co_name, event))
        return tracer

# Threads that start later.
threading.settrace(tracer)
assert threading.gettrace() is tracer
threads = [threading.Thread(target=worker) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
threading.settrace(None)
helper(0)
assert len({ident for ident, name, event in events}) >= 1
assert [event for ident, name, event in events if name == "helper"].count("call") == 3, events
assert [event for ident, name, event in events if name == "worker"].count("return") == 3, events
assert sys.gettrace() is None
for t in threads:
    mine = [(name, event) for ident, name, event in events if ident == t.ident]
    assert mine.index(("worker", "call")) < mine.index(("helper", "call")) < mine.index(("helper", "return")) < mine.index(("worker", "return"))

# Running threads.
events.clear()
ready, go = threading.Event(), threading.Event()
thread = threading.Thread(target=worker, args=(ready, go))
thread.start()
ready.wait()
threading.settrace_all_threads(tracer)
assert sys.gettrace() is tracer
helper(1)
sys.settrace(None)
threading.settrace_all_threads(tracer)
sys.settrace(None)
go.set()
thread.join()
threading.settrace_all_threads(None)
names = [(name, event) for ident, name, event in events if ident == thread.ident]
assert names == [("helper", "call"), ("helper", "line"), ("helper", "return")], names
assert [event for ident, name, event in events if ident != thread.ident] == ["call", "line", "return"], events

# Profiling.
calls = []
def profiler(frame, event, arg):
    if frame.f_code is helper.__code__:
        calls.append((threading.get_ident(), event))
threading.setprofile(profiler)
thread = threading.Thread(target=worker)
thread.start()
thread.join()
threading.setprofile(None)
assert calls == [(thread.ident, "call"), (thread.ident, "return")], calls
calls.clear()
ready, go = threading.Event(), threading.Event()
thread = threading.Thread(target=worker, args=(ready, go))
thread.start()
ready.wait()
threading.setprofile_all_threads(profiler)
go.set()
thread.join()
threading.setprofile_all_threads(None)
assert calls == [(thread.ident, "call"), (thread.ident, "return")], calls
