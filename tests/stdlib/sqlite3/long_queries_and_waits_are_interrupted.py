# assert-only
# CPython comes to Ctrl-C after the query.
import os
import signal
import sqlite3
import tempfile
import threading

QUERY = "with recursive r(i) as (select 1 union all select i + 1 from r limit 100000000000) select count(*) from r"


def interrupt_main():
    if not seen:
        seen.append(1)
        os.kill(os.getpid(), signal.SIGINT)


def check(action, expected, query):
    """The query is ended by what another thread does over and over while it runs."""
    def run():
        begun.wait()
        while not done.wait(0.05):
            action()

    begun, done = threading.Event(), threading.Event()
    thread = threading.Thread(target=run)
    thread.start()
    try:
        begun.set()
        query()
        raise AssertionError("it came to its end")
    except expected:
        pass
    finally:
        done.set()
        thread.join()


connection = sqlite3.connect(":memory:", check_same_thread=False)
check(connection.interrupt, sqlite3.OperationalError, lambda: connection.execute(QUERY))
seen = []
check(interrupt_main, KeyboardInterrupt, lambda: connection.execute(QUERY))
assert connection.execute("select 1").fetchall() == [(1,)]

path = os.path.join(tempfile.mkdtemp(), "database")
first, second = sqlite3.connect(path), sqlite3.connect(path, timeout=3600)
first.execute("create table t(a)")
first.execute("insert into t values (1)")
seen = []
check(interrupt_main, KeyboardInterrupt, lambda: second.execute("insert into t values (2)"))
first.commit()
second.execute("insert into t values (2)")
second.commit()
assert first.execute("select * from t").fetchall() == [(1,), (2,)]
