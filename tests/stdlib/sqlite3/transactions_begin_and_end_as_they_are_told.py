import os
import re
import sqlite3
import tempfile
import threading


def show(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, re.sub(r"id \d+", "id N", str(error)), getattr(error, "sqlite_errorname", None))


path = os.path.join(tempfile.mkdtemp(), "database")
first, second = sqlite3.connect(path, timeout=0.05), sqlite3.connect(path, timeout=0.05)
first.execute("create table t(a)")
print(first.in_transaction)
first.execute("insert into t values (1)")
print(first.in_transaction, second.execute("select * from t").fetchall())
show(lambda: second.execute("insert into t values (2)"))
first.commit()
print(first.in_transaction, second.execute("insert into t values (2)").rowcount)
second.rollback()
try:
    with first:
        first.execute("insert into t values (3)")
        1 / 0
except ZeroDivisionError:
    print(first.in_transaction, first.execute("select * from t").fetchall())
with first:
    first.execute("insert into t values (4)")
print(first.in_transaction, second.execute("select * from t").fetchall())
# A query that was dropped half way stops nobody.
second.execute("select * from t")
with first:
    first.execute("drop table t")
    first.execute("create table t(a)")
show(lambda: sqlite3.connect("file:" + path + "?mode=ro", uri=True).execute("insert into t values (3)"))

first.set_trace_callback(print)
for level in (None, "IMMEDIATE", "exclusive", ""):
    first.isolation_level = level
    first.execute("insert into t values (5)")
    print(level, first.isolation_level, first.in_transaction)
    first.commit()
first.set_trace_callback(None)
for wrong in ("x", 5):
    show(lambda: setattr(first, "isolation_level", wrong))
show(lambda: delattr(first, "isolation_level"))

modern = sqlite3.connect(":memory:", autocommit=False)
print(modern.autocommit, modern.in_transaction)
modern.execute("create table t(a)")
modern.commit()
modern.execute("insert into t values (1)")
modern.rollback()
print(modern.in_transaction, modern.execute("select * from t").fetchall())
for value in (True, False, sqlite3.LEGACY_TRANSACTION_CONTROL, 7):
    show(lambda: setattr(modern, "autocommit", value))
    print(modern.autocommit, modern.in_transaction)


def elsewhere():
    for action in (lambda: first.execute("select 1"), first.close, first.commit, first.interrupt):
        show(action)


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
cursor = first.cursor()


def changes():
    cursor.execute("select 1")
    yield (1,)


show(lambda: cursor.executemany("insert into t values (?)", changes()))


class Bare(sqlite3.Connection):
    def __init__(self, *args):
        pass


show(lambda: Bare(":memory:").cursor())
show(lambda: Bare(":memory:").total_changes)
