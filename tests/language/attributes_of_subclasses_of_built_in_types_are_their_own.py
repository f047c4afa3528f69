# Attributes of an object that is more than its attributes (a list, a number, a stream) are kept, changed and shadowed
# like those of any object, however often the same line asks for them.
import io


class Words(list):
    kind = "words"


class Number(int):
    pass


class Text(str):
    pass


def read(thing):
    return thing.mark


def write(thing, value):
    thing.mark = value


for thing in (Words([1, 2]), Number(5), Text("é" * 3), Words(), Number(2**70), Text("")):
    for i in range(5):
        write(thing, i)
        assert read(thing) == i
    thing.other = 1
    write(thing, "again")
    print(type(thing).__name__, read(thing), sorted(vars(thing)))
    del thing.mark
    try:
        read(thing)
    except AttributeError as error:
        print(error)

# A class attribute shows through, is shadowed, and shows again; then a property takes its place.
words = Words()
for step in range(4):
    print(words.kind, end=" ")
    if step == 0:
        words.kind = "own"
    elif step == 1:
        del words.kind
    elif step == 2:
        Words.kind = property(lambda self: f"property of {len(self)}")
print()


# Attributes of a built-in base answer for each object anew, and can be overridden later.
class Stream(io.StringIO):
    pass


def is_closed(stream):
    return stream.closed


streams = [Stream(), Stream()]
print([is_closed(stream) for stream in streams])
streams[1].close()
print([is_closed(stream) for stream in streams])
Stream.closed = "overridden"
print([is_closed(stream) for stream in streams])
del Stream.closed
print([is_closed(stream) for stream in streams])


def function():
    pass


def rename(function, name):
    function.__name__ = name
    return function.__name__


print([rename(function, name) for name in "abc"])
try:
    for name in ("x", 3):
        rename(function, name)
except TypeError as error:
    print(error)
try:
    for stream in streams:
        stream.closed = True
except AttributeError as error:
    print("not writable" in str(error))
