import fcntl
import os
import struct
import tempfile

with tempfile.NamedTemporaryFile() as file:
    flags = fcntl.fcntl(file, fcntl.F_GETFD)
    print(bool(flags & fcntl.FD_CLOEXEC), fcntl.fcntl(file.fileno(), fcntl.F_SETFD, 0), fcntl.fcntl(file, fcntl.F_GETFD))
    fcntl.flock(file, fcntl.LOCK_EX)
    with open(file.name) as other:
        try:
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            print(type(error).__name__)
    fcntl.flock(file, fcntl.LOCK_UN)
    print(fcntl.lockf(file, fcntl.LOCK_EX), fcntl.lockf(file, fcntl.LOCK_UN))
reading, writing = os.pipe()
os.write(writing, b"12345")
print(struct.unpack("i", fcntl.ioctl(reading, 0x541B, struct.pack("i", 0))))
answer = bytearray(4)
print(fcntl.ioctl(reading, 0x541B, answer), struct.unpack("i", answer))
for wrong in (lambda: fcntl.fcntl("x", 1), lambda: fcntl.fcntl(-1, 1), lambda: fcntl.fcntl(999, fcntl.F_GETFD), lambda: fcntl.lockf(reading, 0)):
    try:
        wrong()
    except (TypeError, ValueError, OSError) as error:
        print(type(error).__name__, error)
