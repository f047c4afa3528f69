# sys.monitoring: tools, sets of events, callbacks, DISABLE.
import sys
m = sys.monitoring
E = m.events
def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)
def plain():
    pass
for arguments in ((7, "x"), (1, 2), (1, "a"), (1, "b")):
    attempt(m.use_tool_id, *arguments)
for arguments in ((2, 1), (1, 1 << 30), (1, E.C_RETURN), (1, E.C_RETURN | E.CALL), (1, -1), (-1, 1)):
    attempt(m.set_events, *arguments)
attempt(m.get_events, 1); attempt(m.get_events, 2); attempt(m.get_tool, 1); attempt(m.get_tool, 2); attempt(m.get_tool, 9)
attempt(m.set_local_events, 1, 5, 1)
attempt(m.set_local_events, 1, plain.__code__, E.RAISE)
attempt(m.get_local_events, 1, plain.__code__)
for arguments in ((1, 3, None), (1, 1 << 17, None), (1, 0, None), (2, 1, print), (2, 1, None)):
    attempt(m.register_callback, *arguments)
attempt(m._all_events)
m.set_events(1, E.CALL | E.C_RETURN | E.C_RAISE)
attempt(m.get_events, 1); attempt(m._all_events)
m.set_events(1, 0)
print(sorted(n for n in dir(E) if not n.startswith("_")))

log = []
watched = set()
def watch(function):
    watched.add(function.__code__)
    return function
def recorder(name):
    def callback(code, *arguments):
        if code not in watched:
            return
        if name == "LINE":
            arguments = (arguments[0] - code.co_firstlineno,)
        elif name in ("BRANCH", "JUMP"):
            arguments = ()
        else:
            arguments = [getattr(a, "__name__", "MISSING" if a is m.MISSING else a) for a in arguments[1:]]
        log.append((name, code.co_name, *arguments))
    return callback
class Thing:
    @watch
    def method(self, a):
        return a
    def __init__(self):
        pass
    def __repr__(self):
        return "Thing"
@watch
def work():
    thing = Thing()
    thing.method(1)
    len("a")
    int("3")
    "a".upper()
    bound = thing.method
    bound(2)
    try:
        int("x")
    except ValueError:
        pass
    for n in numbers():
        pass
    print("", end="")
    print(*[], **{})
@watch
def numbers():
    yield 1
    yield 2
@watch
def delegating():
    yield from numbers()
@watch
def caught():
    try:
        raise KeyError(1)
    except KeyError:
        return "x"
@watch
def uncaught():
    raise KeyError(2)
@watch
def thrown():
    try:
        yield 1
    finally:
        x = 1
names = [n for n in dir(E) if not n.startswith("_") and n not in ("NO_EVENTS", "INSTRUCTION", "JUMP", "BRANCH")]
for name in names:
    m.register_callback(1, getattr(E, name), recorder(name))
everything = 0
for name in names:
    everything |= getattr(E, name)
def trace(function):
    log.clear()
    m.set_events(1, everything)
    try:
        function()
    except Exception:
        pass
    m.set_events(1, 0)
    print("---")
    for event in log:
        if not (event[0] in ("RERAISE", "EXCEPTION_HANDLED") and event[1] == "thrown"):
            print(*event)
trace(work)
trace(lambda: list(delegating()))
trace(caught)
trace(uncaught)
def throw():
    g = thrown()
    next(g)
    g.throw(ValueError("in"))
trace(throw)

# In one code object only; DISABLE ends events of one instruction until restart_events.
lines = []
def line(code, number):
    lines.append(number - code.co_firstlineno)
    return m.DISABLE
m.register_callback(1, E.LINE, line)
def loop():
    for i in range(3):
        x = i
    return x
m.set_local_events(1, loop.__code__, E.LINE)
print(m.get_local_events(1, loop.__code__) == E.LINE, m.get_events(1))
loop(); loop(); print(lines)
m.restart_events()
loop(); print(lines)
m.set_local_events(1, loop.__code__, 0)
lines.clear(); m.restart_events(); loop(); print(lines)

# What is no event of one instruction cannot be disabled so.
m.register_callback(1, E.RAISE, lambda *a: m.DISABLE)
m.set_events(1, E.RAISE)
attempt(uncaught)
attempt(uncaught)
m.set_events(1, 0)

# Two tools, in the order of their numbers; an exception in a callback comes out in the code.
m.use_tool_id(3, "three")
order = []
for tool in (3, 1):
    m.register_callback(tool, E.PY_START, lambda code, offset, tool=tool: order.append(tool) if code is plain.__code__ else None)
    m.set_events(tool, E.PY_START)
plain()
for tool in (1, 3):
    m.set_events(tool, 0)
print(order)
def bad(code, offset):
    if code is plain.__code__:
        raise LookupError("bad callback")
m.register_callback(3, E.PY_START, bad)
m.set_events(3, E.PY_START)
attempt(plain)
m.set_events(3, 0)
m.free_tool_id(3)
print(m.get_tool(3))
branches = []
m.register_callback(1, E.BRANCH, lambda code, at, to: branches.append(to > at) if code is choose.__code__ else None)
m.register_callback(1, E.JUMP, lambda code, at, to: branches.append("jump back" if to < at else "jump") if code is choose.__code__ else None)
def choose(n):
    while n:
        n -= 1
m.set_events(1, E.BRANCH | E.JUMP)
choose(1)
m.set_events(1, 0)
print(len([b for b in branches if b in (True, False)]) == 2)
