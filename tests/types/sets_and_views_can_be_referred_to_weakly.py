# Sets, frozen sets and memory views can have weak references; views have no slices in several dimensions.
import weakref

for thing in ({1}, frozenset((1,)), memoryview(b"abc")):
    print(weakref.ref(thing)() is thing)
view = memoryview(bytearray(b"abcdef"))
for action in (lambda: view[0:1, 0:2], lambda: view.__setitem__((slice(0, 1), slice(0, 2)), b"a"), lambda: view[0, 0], lambda: view["a"]):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
