# What trace functions return, f_trace, f_trace_lines, f_trace_opcodes, exceptions in a trace function, tracing of frames that run already.
import sys

def f():
    a = 1
    b = 2
    return a + b

log = []
def show(title):
    print(title, log)
    log.clear()

# None from the call event: the frame is not traced; the function given for it may change with each event, None keeps it.
def silent(frame, event, arg):
    log.append((event, frame.f_code.co_name))
sys.settrace(silent); f(); sys.settrace(None)
show("silent")

def second(frame, event, arg):
    log.append(("second", event))
def changing(frame, event, arg):
    log.append(("first", event))
    return first_line
def first_line(frame, event, arg):
    log.append(("line function", event))
    return second
sys.settrace(changing); f(); sys.settrace(None)
show("changing")

# Without lines.
def without_lines(frame, event, arg):
    frame.f_trace_lines = False
    log.append(event)
    return without_lines
sys.settrace(without_lines); f(); sys.settrace(None)
show("without lines")

# With opcodes: an event for every instruction, so more than lines.
def with_opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    log.append(event)
    return with_opcodes
sys.settrace(with_opcodes); f(); sys.settrace(None)
print("opcodes", log.count("opcode") > 4, log[0], log[-1], log.index("line") < log.index("opcode", 2))
log.clear()

# An exception in a trace function ends tracing and goes on in the traced frame.
def failing(event_name):
    def trace(frame, event, arg):
        log.append(event)
        if event == event_name:
            raise ZeroDivisionError(event)
        return trace
    return trace
for name in ("call", "line", "return"):
    sys.settrace(failing(name))
    try:
        f()
    except ZeroDivisionError as error:
        tb = error.__traceback__
        names = []
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        log.append((str(error), names, sys.gettrace()))
    show("failing in " + name)

# A frame that runs already gets its events when it is given a function.
def outer():
    frame = sys._getframe()
    sys.settrace(lambda *args: None)
    frame.f_trace = second
    x = 1
    y = 2
    sys.settrace(None)
outer()
show("running already")

# A caller can be traced, too.
def inner():
    sys.settrace(lambda *args: None)
    sys._getframe(1).f_trace = second
def caller():
    inner()
    x = 1
    sys.settrace(None)
caller()
show("caller")

# Nothing is reported of what a trace function does itself, but for call_tracing.
def helper():
    return 1
def nosy(frame, event, arg):
    helper()
    log.append((event, frame.f_code.co_name))
    if event == "return" and frame.f_code.co_name == "f":
        sys.call_tracing(helper, ())
    return nosy
sys.settrace(nosy); f(); sys.settrace(None)
show("call_tracing")
try:
    sys.call_tracing(helper, 1)
except TypeError as error:
    print(error)
# Attributes.
frame = sys._getframe()
print(frame.f_trace, frame.f_trace_lines, frame.f_trace_opcodes)
for name, value in (("f_trace_lines", 1), ("f_trace_opcodes", None)):
    try:
        setattr(frame, name, value)
    except TypeError as error:
        print(error)
frame.f_trace = second
print(frame.f_trace is second)
del frame.f_trace
print(frame.f_trace)
