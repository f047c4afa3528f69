"""__del__ of what refers to something else runs before that of the other, whichever is older; so nothing is lost that a file holds back."""
import gc
import os
import tempfile

told = []


class Told:
    def __init__(self, name, *parts):
        self.name, self.parts = name, list(parts)

    def __del__(self):
        told.append(self.name)


def is_before(first, second):
    return told.index(first) < told.index(second)


def make():
    inner = Told("inner")
    Told("outer", inner)
    # The outer one is the older here.
    early = Told("early")
    early.parts.append(Told("late"))
    chain = Told("last")
    for number in range(20):
        chain = Told("link %d" % number, chain)
    both = Told("both")
    Told("left", both), Told("right", {"key": (both,)})


def stack(depth=80):
    return depth and stack(depth - 1)


make()
for _ in range(3):
    stack()
    gc.collect()
print(len(told), is_before("outer", "inner"), is_before("early", "late"), [is_before("link %d" % (n + 1), "link %d" % n) for n in range(19)].count(False),
      is_before("link 0", "last"), is_before("left", "both"), is_before("right", "both"))


def write(path, mode, text):
    file = open(path, mode)
    file.write(text)


with tempfile.TemporaryDirectory() as folder:
    paths = [os.path.join(folder, str(number)) for number in range(40)]
    for number, path in enumerate(paths):
        if number % 2:
            write(path, "w", "text" * 10)
        else:
            write(path, "wb", b"text" * 10)
    for _ in range(3):
        stack()
        gc.collect()
    # A word of the native stack that nobody has cleared may keep a file or two.
    print(sum(os.path.getsize(path) == 40 for path in paths) >= 38)
