# assert-only
# Finalisers run in any order: what they still use may be finalised already.
import gc
import sqlite3

used = []


class Holder:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("create table t(a)")
        self.connection.executemany("insert into t values (?)", [(b"bytes",) for _ in range(10)])
        self.cursor = self.connection.execute("select * from t")
        self.cursor.fetchone()
        self.blob = self.connection.blobopen("t", "a", 1)
        self.itself = self

    def __del__(self):
        for action in (self.cursor.fetchone, lambda: next(self.cursor), self.cursor.fetchall, self.blob.read, self.blob.close, self.cursor.close, self.connection.interrupt,
                       self.connection.commit, lambda: self.connection.execute("select 1"), self.connection.close):
            try:
                action()
            except (sqlite3.Error, StopIteration):
                pass
        used.append(self)  # lives on


for _ in range(20):
    Holder()
    gc.collect()
gc.collect()
assert used
for holder in used:
    for action in (holder.cursor.fetchone, lambda: holder.connection.execute("select 1")):
        try:
            action()
            raise AssertionError("it is closed")
        except sqlite3.ProgrammingError:
            pass
