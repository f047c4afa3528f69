# io.FileIO: what it cannot be made of, what it refuses once it is there or closed, and that it is never pickled.
import io
import os
import pickle
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "f")


def show(function, *arguments, **keywords):
    try:
        print(repr(function(*arguments, **keywords)).replace(folder, "FOLDER"))
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"))


for argument in (1.5, [], bytearray(b"x"), -3, 9999, 1 << 70, folder, path, "a\0b"):
    show(io.FileIO, argument)
show(io.FileIO)
show(io.FileIO, folder, closefd=False)
for mode in (5, "rw", "q", "r++", "", "b", "+"):
    show(io.FileIO, path, mode)
for opened in ("z", -5, 1 << 40):
    show(io.FileIO, path, opener=lambda name, flags: opened)
show(io.FileIO, path, opener=5)

with open(path, "wb") as file:
    file.write(b"0123456789")
descriptor = os.open(folder, os.O_RDONLY)
try:
    io.FileIO(descriptor)
except IsADirectoryError as error:
    print("a directory", error.filename == descriptor)
print(os.close(descriptor))

print("written")
file = io.FileIO(path, "w")
for call in (lambda: file.seekable(), lambda: file.read(), lambda: file.read(3), lambda: file.readinto(bytearray(3)), lambda: file.readinto(b"x"), lambda: file.write("x"),
             lambda: file.seek(1.5), lambda: file.seek(1, 9), lambda: file.truncate("x"), lambda: file.truncate(-1), lambda: file.read("x"),
             lambda: file.truncate(5), lambda: file.tell(), lambda: file.readall(), lambda: vars(file)):
    show(call)
print(repr(file).replace(folder, "FOLDER"), file.mode, file.closefd)
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    show(pickle.dumps, file, protocol)

print("closed")
print(file.close(), file.close(), file.closed, file)
for call in (lambda: file.read(), lambda: file.readall(), lambda: file.write(b""), lambda: file.fileno(), lambda: file.isatty(), lambda: file.seekable(),
             lambda: file.readable(), lambda: file.writable(), lambda: file.tell(), lambda: file.seek(0), lambda: file.truncate(), lambda: next(file),
             lambda: file.__enter__(), lambda: file.flush(), lambda: file.readline()):
    show(call)

print("subclasses")


class Logged(io.FileIO):
    def flush(self):
        print("flush", self.closed)
        super().flush()

    def close(self):
        print("close")
        super().close()


with Logged(path) as file:
    print(repr(file).replace(folder, "FOLDER").replace("Logged", "class", 1))
print(file)
bare = Logged.__new__(Logged)
show(lambda: (bare.closed, bare.mode))
show(bare.read)
show(lambda: bare.name)


class Failing(io.FileIO):
    def flush(self):
        raise OSError("flush")


file = Failing(path)
os.close(file.fileno())
try:
    file.close()
except OSError as error:
    print(error, "|", error.__context__, file.closed)

print("ways to name a file")
name = path.encode()
for file in (io.FileIO(path), io.FileIO(name), io.FileIO(os.open(path, os.O_RDONLY)), io.FileIO(path, opener=lambda name, flags: os.open(name, flags))):
    print(file.readall(), file.mode, type(file.name).__name__, file.closefd, os.get_inheritable(file.fileno()))
    file.close()
reader, writer = os.pipe()
with io.FileIO(reader) as source, io.FileIO(writer, "a") as target:
    print(source.seekable(), target.mode)
    show(target.tell)
    os.set_blocking(reader, False)
    print(source.read(5), source.readall(), source.readinto(bytearray(4)), target.write(b"abcdef"), source.read(4), source.readall())
for mode in ("x", "x+", "w+", "a+", "r+"):
    if "x" in mode:
        os.unlink(path)
    with io.FileIO(path, mode) as file:
        print(mode, file.mode, file.readable(), file.writable(), file.write(b"12"), file.tell())
os.unlink(path)
os.rmdir(folder)
