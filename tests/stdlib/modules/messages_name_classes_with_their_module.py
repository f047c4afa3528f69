"""Classes that are static types in CPython are named with their module in messages, their subclasses by their own name alone."""
import collections
import contextvars
import datetime
import decimal
import io
import struct


class Day(datetime.date):
    pass


for action in (
    lambda: datetime.datetime.now() + 1,
    lambda: datetime.timedelta(1) * "a",
    lambda: "a" + datetime.date.today(),
    lambda: len(datetime.time()),
    lambda: Day.today() + 1,
    lambda: decimal.Decimal(1) + 1.5,
    lambda: decimal.getcontext() + 1,
    lambda: collections.OrderedDict() + 1,
    lambda: {collections.OrderedDict(): 1},
    lambda: struct.Struct("i") + 1,
    lambda: contextvars.ContextVar("v") + 1,
    lambda: io.StringIO() + 1,
    lambda: io.BytesIO()[0],
    lambda: [][decimal.Decimal(1)],
):
    try:
        action()
    except TypeError as error:
        print(error)
print(datetime.date, Day.__name__, decimal.Decimal, collections.OrderedDict.__name__, struct.Struct)
