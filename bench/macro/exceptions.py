# Exceptions: raised and caught near and far, with finally and with blocks, own classes, chains; and loops where nothing is raised.
import sys


class Refused(Exception):
    def __init__(self, code, reason):
        super().__init__(code, reason)
        self.code = code


class Busy(Refused):
    pass


class Guard:
    def __init__(self):
        self.entered = self.failed = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            self.failed += 1
        return kind is not None and issubclass(kind, Busy)


def deep(level, code):
    if level == 0:
        if code % 3 == 0:
            raise Busy(code, "busy")
        if code % 3 == 1:
            raise Refused(code, "refused")
        return code
    return deep(level - 1, code)


def number_of(text):
    try:
        return int(text)
    except ValueError:
        return -1


def find(table, key):
    try:
        return table[key]
    except KeyError:
        return None
    finally:
        table["looked"] += 1


rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 70000
guard = Guard()
total = 0
for i in range(rounds):
    try:
        with guard:
            total += deep(i % 8, i)
    except Refused as error:
        total -= error.code % 7
table = {"looked": 0, 1: 10, 3: 30}
hits = sum(1 for i in range(rounds) if find(table, i % 5) is not None)
texts = sum(number_of(text) for _ in range(rounds // 6) for text in ("12", "x", "7", "", "1.5"))
chained = 0
for i in range(rounds // 3):
    try:
        try:
            [][i]
        except IndexError as error:
            raise Refused(i, "index") from error
    except Refused as error:
        chained += error.__cause__ is not None
quiet = 0
for i in range(rounds * 4):
    try:
        quiet += i & 3
    except OverflowError:
        quiet = 0
print(total, guard.entered, guard.failed, table["looked"], hits, texts, chained, quiet)
