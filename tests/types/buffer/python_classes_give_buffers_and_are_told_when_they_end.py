# A class with __buffer__ (PEP 688) is a bytes-like object; its __release_buffer__ is called when a view has ended.
import array
import collections.abc
import contextlib
import inspect
import io
import mmap
import sys


class Telling:
    def __init__(self):
        self.contents = bytearray(b"abc")

    def __buffer__(self, flags):
        print("asked", inspect.BufferFlags.WRITABLE in inspect.BufferFlags(flags))
        self.view = memoryview(self.contents)
        return self.view

    def __release_buffer__(self, buffer):
        print("released", buffer is self.view)
        buffer.release()


telling = Telling()
print(isinstance(telling, collections.abc.Buffer), isinstance(3, collections.abc.Buffer))
view = memoryview(telling)
view[0] = ord("x")
print(view.tolist(), view.readonly, telling.contents)
try:
    telling.contents.append(1)
except BufferError as error:
    print(error)
view.release()
telling.contents.append(ord("d"))
print(bytes(telling), bytearray(telling), b"".join([telling]), b"a" + telling)
print(io.BytesIO(b"12345").readinto(telling), telling.contents)


class Extended(bytearray):
    ended = 0

    def __buffer__(self, flags):
        return super().__buffer__(flags)

    def __release_buffer__(self, buffer):
        self.ended += 1
        super().__release_buffer__(buffer)


extended = Extended(b"abc")
with memoryview(extended) as view:
    print(view.tolist())
extended.append(100)
print(extended, extended.ended)


class Shaped:
    def __buffer__(self, flags):
        return memoryview(array.array("h", range(6))).cast("b").cast("b", [3, 4])


view = memoryview(Shaped())
print(view.shape, view.format, view[2, 0])


class Failing(Telling):
    def __release_buffer__(self, buffer):
        1 / 0


def unraisable(arguments):
    print(arguments.exc_type.__name__, arguments.err_msg, arguments.object)


sys.unraisablehook = unraisable
memoryview(Failing()).release()

for wrong in (lambda self, flags: 4, None):
    with contextlib.suppress(ZeroDivisionError):
        try:
            memoryview(type("Wrong", (), {"__buffer__": wrong})())
        except TypeError as error:
            print(error)

# The built-in types have the two methods as well.
numbers = array.array("i", [1, 2])
with mmap.mmap(-1, 4) as mapped:
    for each in (b"abc", bytearray(b"abc"), memoryview(b"abc"), numbers, mapped):
        with each.__buffer__(inspect.BufferFlags.FULL_RO) as view:
            print(type(each).__name__, view.format, len(view), hasattr(each, "__release_buffer__"))
view = numbers.__buffer__(0)
numbers.__release_buffer__(view)
numbers.append(3)
for call in (
    lambda: b"".__buffer__(1),
    lambda: memoryview(b"").__buffer__(inspect.BufferFlags.WRITABLE),
    lambda: b"".__buffer__("a"),
    lambda: b"".__buffer__(1 << 40),
    lambda: b"".__buffer__(1 << 80),
    lambda: bytearray().__release_buffer__("a"),
    lambda: bytearray().__release_buffer__(memoryview(b"")),
):
    try:
        call()
    except (BufferError, TypeError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)
