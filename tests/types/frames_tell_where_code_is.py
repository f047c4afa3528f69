# Attributes of frames: f_back, f_code, f_lineno, f_lasti, clear(), and what can be assigned.
import sys
def attempt(f, *a):
    try:
        print(f(*a))
    except BaseException as e:
        print(type(e).__name__, e)
def a():
    return b()
def b():
    frame = sys._getframe()
    names = []
    lines = []
    first = a.__code__.co_firstlineno
    while frame:
        names.append(frame.f_code.co_name)
        lines.append(frame.f_lineno - first)
        frame = frame.f_back
    return names, lines
print(a())
frame = sys._getframe()
print([n for n in dir(frame) if n[0] != "_"])
print(frame.f_globals is globals(), frame.f_builtins is vars(sys.modules["builtins"]), frame.f_code.co_name, frame.f_lasti >= 0)
print(repr(frame).split(",", 1)[1].replace(__file__, "FILE"))
attempt(frame.clear)
for name in ("f_back", "f_locals", "f_code", "f_globals", "f_builtins", "f_lasti"):
    attempt(setattr, frame, name, 1)
for name in ("f_back", "f_locals"):
    attempt(delattr, frame, name)
attempt(type(frame))
attempt(sys._getframe, "a"); attempt(sys._getframe, 1000)
def numbers():
    x = 1
    try:
        yield sys._getframe()
    finally:
        x = 2
g = numbers()
f = next(g)
print(f.f_back, f.f_locals["x"], g.gi_frame is f, f.f_lineno - numbers.__code__.co_firstlineno)
attempt(f.clear)
g.close()
print(g.gi_frame, f.f_locals)
attempt(f.clear)
print(f.f_locals)
# Frames of a traceback keep their variables and their callers.
def fails():
    local = 1
    raise ValueError
try:
    fails()
except ValueError as e:
    tb = e.__traceback__
    inner = tb.tb_next
    print(inner.tb_frame.f_locals, inner.tb_frame.f_back is tb.tb_frame, inner.tb_lineno == inner.tb_frame.f_lineno, inner.tb_lasti == inner.tb_frame.f_lasti)
    inner.tb_frame.clear()
    print(inner.tb_frame.f_locals)
    attempt(delattr, tb, "tb_next")
    attempt(setattr, tb, "tb_next", 3)
    attempt(setattr, tb, "tb_next", tb)
    attempt(setattr, inner, "tb_next", tb)
    attempt(setattr, tb, "tb_lineno", 3)
    TracebackType = type(tb)
    attempt(TracebackType); attempt(TracebackType, 3, frame, 1, 2); attempt(TracebackType, None, 1, 1, 2)
    made = TracebackType(tb, frame, 8, 2)
    print(made.tb_next is tb, made.tb_lasti, made.tb_lineno, made.tb_frame is frame)
    tb.tb_next = None
    print(tb.tb_next)
# What is being handled, by thread.
import threading
print(sys._current_exceptions() == {threading.get_ident(): None})
try:
    1 / 0
except ZeroDivisionError as e:
    print(list(sys._current_exceptions().values()) == [e])
print(sys._current_frames()[threading.get_ident()] is sys._getframe())
def generator_that_fails():
    local = "g"
    yield 1
    local = "h"
    raise KeyError
try:
    list(generator_that_fails())
except KeyError as e:
    print(e.__traceback__.tb_next.tb_frame.f_locals)
