# The constructors of exceptions: what __new__ and __init__ of OSError's subclasses get, and arguments of wrong types or number.
import copy
import pickle


class WithInit(OSError):
    def __init__(self, message, number):
        self.number = number
        super().__init__(message)


class WithNew(OSError):
    def __new__(cls, message, number):
        self = super().__new__(cls, message)
        self.number = number
        return self


for kind in (WithInit, WithNew):
    error = kind("text", number=3)
    print(error.args, error.number, str(error))
blocking = BlockingIOError("a", "b", 3)
print(blocking.args, blocking.characters_written, blocking.filename)
del blocking.characters_written
print(hasattr(blocking, "characters_written"))


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except TypeError as error:
        print(error)


attempt(SyntaxError, "bad", ("file", 1, 2))
attempt(SyntaxError, "bad", ("file", 1, 2, "text", 1))
attempt(SyntaxError, "bad", ("file", 1, 2, "text", 1, 2, 3))
attempt(UnicodeEncodeError, 1, "a", 1, 2, "x")
attempt(UnicodeEncodeError, "a", "a", 1.0, 2, "x")
attempt(UnicodeDecodeError, "a", "a", 1, 2, "x")
attempt(UnicodeDecodeError, "a", b"a", 1, 2, b"x")
attempt(UnicodeTranslateError, "a", 1, 2)
print(UnicodeDecodeError("ascii", bytearray(b"\xff"), 0, 1, "reason").object)
error = ImportError("text", name="module", path="file")
again, copied = pickle.loads(pickle.dumps(error)), copy.copy(error)
print(again.name, again.path, copied.name, error.__reduce__()[1:])
error.__init__()
print(error.args, error.msg, error.name, error.path)
