import sqlite3


def show(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error, getattr(error, "sqlite_errorcode", None),
              getattr(error, "sqlite_errorname", None))


class Thing:
    pass


connection = sqlite3.connect(":memory:")
for sql, parameters in (
        ("select ?", (Thing(),)), ("select ?", (2**63,)), ("select ?", ()), ("select :a", {}), ("select :a", {"a": 1}),
        ("select ?", {"a": 1}), ("select ?", 5), ("select ?", "ab"), ("select ?", ["x"]), ("select ?", ("\ud800",)),
        ("select 1; select 2", ()), ("select 1; -- and a comment", ()), ("select \0", ()), ("", ()), ("/* nothing", ()), ("selec", ()),
        (5, ()), ("select ?", (memoryview(b"ab"),)), ("select ?1, ?3", (1, 2, 3)), ("select cast(x'ff' as text) as t", ()),
        ("select ?", (True,)), ("select ?", (float("nan"),)), ("select @a, $b", {"a": 1, "b": 2}), ("select * from nothing", ()),
        ("select ?", range(1)), ("select ?", iter([1])), ("select abs(-9223372036854775808)", ()), ("select zeroblob(3), null, 1.5", ())):
    show(lambda: connection.execute(sql, parameters).fetchall())
show(lambda: connection.executemany("select ?", [(1,)]))
show(lambda: connection.executemany("select 1", 5))
show(lambda: connection.execute("create table t(a integer primary key, b text unique)").rowcount)
cursor = connection.executemany("insert into t(b) values (?)", [("x",), ("y",)])
print(cursor.rowcount, cursor.lastrowid, cursor.description)
cursor = connection.execute("insert into t(b) values (?) returning a", ("z",))
print(cursor.rowcount, cursor.lastrowid, cursor.description, cursor.fetchall(), cursor.rowcount)
show(lambda: connection.execute("insert into t(b) values ('x')"))
show(lambda: connection.execute("insert into t(a, b) values (1, 'q')"))
print(connection.execute("update t set b = b || '1'").rowcount, connection.execute("delete from t").rowcount,
      connection.execute("select 1").rowcount, connection.total_changes, connection.in_transaction)
cursor = connection.cursor()
print(cursor.fetchone(), cursor.fetchmany(3), next(cursor, "none"))
cursor.execute("select 1 union select 2 union select 3 union select 4")
print(cursor.fetchmany(), cursor.fetchmany(2), cursor.fetchall(), cursor.arraysize)
cursor.close()
show(lambda: cursor.execute("select 1"))
show(lambda: cursor.fetchone())
show(lambda: connection.cursor(lambda connection: 5))
show(lambda: connection.executescript("create table q(a); insert into q values (1); select * from q;").fetchall())
show(lambda: connection.executescript("create table ("))
show(lambda: connection.executescript("\0"))
for factory in (bytes, bytearray, lambda data: data.decode() + "!"):
    connection.text_factory = factory
    show(lambda: connection.execute("select 'é'").fetchall())
connection.text_factory = str

connection.row_factory = sqlite3.Row
row = connection.execute("select 1 as a, 'x' as B").fetchone()
print(type(row), row[0], row["a"], row["b"], row.keys(), len(row), list(row), row[-1], row[0:1], dict(row), row == row, row != 1)
for key in (5, "z", None):
    show(lambda: row[key])
show(lambda: sqlite3.Row(5, ()))
connection.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
print(connection.execute("select 1 as a, 2 as b").fetchall())
connection.close()
for action in (connection.cursor, connection.commit, lambda: connection.total_changes, lambda: cursor.close(), connection.close,
               lambda: connection.execute("select 1")):
    show(action)
for wrong in (lambda: sqlite3.connect(5), lambda: sqlite3.connect("/nonexistent/x"), lambda: sqlite3.connect(":memory:", foo=1),
              lambda: sqlite3.connect(":memory:", isolation_level="x"), lambda: sqlite3.connect("a\0b"),
              lambda: sqlite3.connect("file:/nonexistent/x?mode=ro", uri=True)):
    show(wrong)
print([sqlite3.complete_statement(text) for text in ("select 1", "select 1;", "create trigger x begin select 1;")])
