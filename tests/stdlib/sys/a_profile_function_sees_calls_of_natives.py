# The events of sys.setprofile.
import sys
events = []
def profiler(frame, event, arg):
    if event.startswith("c_"):
        events.append((event, frame.f_code.co_name, arg.__name__))
    else:
        events.append((event, frame.f_code.co_name, arg))
def leaf(x):
    return x + 1
def fail():
    raise KeyError
def work():
    leaf(1)
    len("a")
    "a".upper()
    str.lower("A")
    int("3")
    [].append(1)
    try:
        [].pop()
    except IndexError:
        pass
    try:
        fail()
    except KeyError:
        pass
    list(map(leaf, [1]))
    sorted([2, 1], key=leaf)
    def numbers():
        yield 1
        yield 2
    for n in numbers():
        pass
    max(*[1, 2])
    print("", end="")
sys.setprofile(profiler)
work()
sys.setprofile(None)
for event in events:
    print(*event)
print(sys.getprofile())
# An exception in the profile function ends profiling and comes out where it happened.
def bad(frame, event, arg):
    raise RuntimeError(event)
sys.setprofile(bad)
try:
    leaf(1)
except RuntimeError as error:
    print("RuntimeError", error, sys.getprofile())
