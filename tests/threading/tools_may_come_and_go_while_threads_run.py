# Trace functions, profile functions and monitoring tools are set and taken away while threads run: nothing breaks, and what ran is right.
# assert-only
# timeout: 60
import sys
import threading

m = sys.monitoring
stop = False
results = []

def numbers(n):
    for i in range(n):
        yield i

def work():
    total = 0
    rounds = 0
    while not stop:
        try:
            total += sum(numbers(5)) + len([x for x in range(3)])
            if rounds % 3 == 0:
                raise ValueError
        except ValueError:
            total -= 1
        finally:
            rounds += 1
        total -= 13 if (rounds - 1) % 3 else 12
    results.append(total)

def tracer(frame, event, arg):
    return tracer

def profiler(frame, event, arg):
    pass

seen = [0]
def count(*arguments):
    seen[0] += 1

threads = [threading.Thread(target=work) for n in range(3)]
for t in threads: t.start()
m.use_tool_id(2, "test")
everything = 0
for name in dir(m.events):
    if not name.startswith("_") and name != "NO_EVENTS":
        m.register_callback(2, getattr(m.events, name), count)
        everything |= getattr(m.events, name)
for round in range(15):
    threading.settrace_all_threads(tracer)
    m.set_events(2, everything)
    for frame in sys._current_frames().values():
        frame.f_locals, frame.f_lineno, frame.f_back
    sys._current_exceptions()
    threading.setprofile_all_threads(profiler)
    m.set_local_events(2, work.__code__, m.events.LINE)
    threading.settrace_all_threads(None)
    m.set_events(2, 0)
    threading.setprofile_all_threads(None)
    m.set_local_events(2, work.__code__, 0)
    m.restart_events()
stop = True
for t in threads: t.join()
m.free_tool_id(2)
assert results == [0, 0, 0], results
assert seen[0] > 0
