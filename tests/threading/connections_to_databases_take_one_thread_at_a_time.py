# assert-only
# One connection for all threads, with functions in Python that SQLite calls back; then a connection for each to one file.
import gc
import os
import sqlite3
import tempfile
import threading

failures = []


def together(work, count):
    def guarded(number):
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


class Total:
    def __init__(self):
        self.sum = 0

    def step(self, value):
        self.sum += value

    def finalize(self):
        return self.sum


shared = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
shared.execute("create table t(a integer, b text)")
shared.create_function("twice", 1, lambda x: x * 2)
shared.create_aggregate("total_of", 1, Total)


def use_shared(number):
    name = "thread %d" % number
    for i in range(60):
        shared.execute("insert into t values (twice(?), ?)", (i, name))
        assert len(shared.execute("select a from t where b = ?", (name,)).fetchall()) == i + 1
        assert shared.execute("select total_of(a) from t where b = ?", (name,)).fetchone() == (i * (i + 1),)
        shared.execute("select * from t")  # dropped half way
        if i % 20 == 0:
            gc.collect()


together(use_shared, 4)
assert shared.execute("select count(*), sum(a) from t").fetchone() == (240, 4 * 59 * 60)

path = os.path.join(tempfile.mkdtemp(), "database")
with sqlite3.connect(path) as connection:
    connection.execute("create table t(a)")
connection.close()


def use_own(number):
    own = sqlite3.connect(path, timeout=60)
    for i in range(8):
        with own:
            own.execute("insert into t values (?)", (i,))
        own.execute("select * from t")
    own.close()


together(use_own, 3)
connection = sqlite3.connect(path)
assert connection.execute("select count(*) from t").fetchone() == (24,)
connection.close()
