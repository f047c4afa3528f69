# A trace function makes a frame go on at another line. Lines count from that of the def.
import sys

def run(function, at, to, *arguments):
    first = function.__code__.co_firstlineno
    done = False
    def trace(frame, event, arg):
        nonlocal done
        if frame.f_code is not function.__code__:
            return None
        if event == "line" and frame.f_lineno - first == at and not done:
            done = True
            frame.f_lineno = first + to if isinstance(to, int) else to
        return trace
    sys.settrace(trace)
    try:
        result = function(*arguments)
    except Exception as error:
        sys.settrace(None)
        result = "%s: %s" % (type(error).__name__, error)
    finally:
        sys.settrace(None)
    print(function.__name__, at, to, "->", result)

def straight():
    log = [1]
    log.append(2)
    log.append(3)
    log.append(4)
    return log
run(straight, 2, 4)
run(straight, 4, 2)
run(straight, 3, 3)
run(straight, 2, -1)
run(straight, 2, 1000)
run(straight, 2, "x")
run(straight, 2, 3.0)

def loop():
    log = []
    for i in range(3):
        log.append(i)
        log.append(-i)
    log.append("end")
    return log
run(loop, 3, 5)
run(loop, 3, 4)
run(loop, 3, 2)
run(loop, 1, 3)
run(loop, 5, 2)
run(loop, 5, 3)

def while_loop():
    log = []
    n = 3
    while n:
        log.append(n)
        n -= 1
    log.append("end")
    return log
run(while_loop, 3, 6)
run(while_loop, 2, 6)
run(while_loop, 5, 3)

def handlers():
    log = []
    try:
        log.append("try")
        raise KeyError
    except KeyError:
        log.append("handler")
        log.append("more")
    log.append(sys.exception())
    return log
run(handlers, 6, 8)
run(handlers, 4, 8)
run(handlers, 1, 3)
run(handlers, 3, 6)
run(handlers, 8, 6)

class Manager:
    def __init__(self, log): self.log = log
    def __enter__(self): self.log.append("enter")
    def __exit__(self, *details): self.log.append("exit")
def with_statement():
    log = []
    with Manager(log):
        log.append("body")
        log.append("more")
    log.append("end")
    return log
run(with_statement, 3, 5)
run(with_statement, 3, 4)
run(with_statement, 1, 3)

def finally_statement():
    log = []
    try:
        log.append("try")
    finally:
        log.append("finally")
    return log
run(finally_statement, 3, 5)
run(finally_statement, 1, 5)

# Only there.
def trace(frame, event, arg):
    if frame.f_code is straight.__code__ and event == "call":
        try:
            frame.f_lineno = 3
        except ValueError as error:
            print(error)
    elif frame.f_code is straight.__code__ and event == "return":
        try:
            frame.f_lineno = 3
        except ValueError as error:
            print(error)
    return trace
sys.settrace(trace)
straight()
sys.settrace(None)
for value in (3, "x"):
    try:
        sys._getframe().f_lineno = value
    except ValueError as error:
        print(error)
try:
    del sys._getframe().f_lineno
except AttributeError as error:
    print(error)
