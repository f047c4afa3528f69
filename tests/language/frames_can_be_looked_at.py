import sys
def inner():
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_lineno, sorted(frame.f_back.f_locals), frame.f_globals is globals()
def outer(argument):
    local = 1
    return inner()
print(outer(5))
print(sys._getframe().f_code.co_name, sys._getframe().f_back)
def depth():
    n, frame = 0, sys._getframe()
    while frame:
        n, frame = n + 1, frame.f_back
    return n
print(depth(), (lambda: depth())())
try:
    sys._getframe(1000)
except ValueError as error:
    print(error)
