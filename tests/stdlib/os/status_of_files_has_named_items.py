import os
import stat
import tempfile

with tempfile.NamedTemporaryFile() as file:
    file.write(b"12345")
    file.flush()
    s = os.stat(file.name)
    print(len(s), s.st_size, s[6], stat.S_ISREG(s.st_mode), isinstance(s[8], int), isinstance(s.st_mtime, float), s.st_mtime_ns // 10 ** 9 == s[8])
    os.utime(file.name, ns=(1_500_000_000_123_456_789, 1_600_000_000_987_654_321))
    s = os.fstat(file.fileno())
    print(s.st_atime_ns, s.st_mtime_ns, s.st_mtime)
    os.chmod(file.name, 0o640)
    print(oct(os.stat(file.fileno()).st_mode & 0o777), os.path.samestat(s, os.stat(file.name)))
    os.truncate(file.name, 2)
    print(os.stat(file.name).st_size)
print(os.terminal_size((80, 24)), os.terminal_size((80, 24)).columns, os.stat_result(range(10)).st_uid)
print(repr(os.stat_result(range(10))))
try:
    os.terminal_size((1,))
except TypeError as error:
    print(error)


class Number:
    def __fspath__(self):
        return 7


for wrong in (lambda: os.stat(1.5), lambda: os.stat("a\0b"), lambda: os.listdir(1.5), lambda: os.rename(1, 2), lambda: os.stat("x", dir_fd=1.5),
              lambda: os.utime("x", (1, 2), ns=(1, 2)), lambda: os.fspath(5), lambda: os.execv("/bin/x", []), lambda: os.kill(1.5, 0),
              lambda: os.fspath(Number()), lambda: os.stat(Number()), lambda: open(Number()), lambda: os.execv("/bin/x", ["x", Number()])):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
