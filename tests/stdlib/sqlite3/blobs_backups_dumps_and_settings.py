import sqlite3


def show(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "sqlite_errorname", None))


connection = sqlite3.connect(":memory:")
connection.execute("create table t(id integer primary key autoincrement, x blob)")
connection.execute("insert into t(x) values (zeroblob(10))")
connection.commit()
blob = connection.blobopen("t", "x", 1)
for action in (
        lambda: len(blob), lambda: blob.write(b"hello"), lambda: blob.tell(), lambda: blob.seek(0), lambda: blob.read(3), lambda: blob.read(),
        lambda: blob.read(), lambda: blob.seek(20), lambda: blob.seek(-2, 2), lambda: blob.read(), lambda: blob.seek(0, 5),
        lambda: blob.write(b"x" * 20), lambda: blob[0], lambda: blob[-1], lambda: blob[20], lambda: blob[0:5:2], lambda: blob[:],
        lambda: blob.__setitem__(0, 65), lambda: blob.__setitem__(0, 256), lambda: blob.__setitem__(0, b"x"),
        lambda: blob.__setitem__(slice(0, 2), b"xyz"), lambda: blob.__setitem__(slice(0, 4, 2), b"XY"), lambda: blob.__delitem__(0),
        lambda: blob["a"], lambda: 1 in blob, lambda: list(blob), lambda: blob[:]):
    show(action)
blob.close()
show(lambda: blob.read())
show(lambda: connection.blobopen("t", "x", 99))
show(lambda: connection.blobopen("no", "x", 1))
show(lambda: connection.blobopen("t", "x", 1, readonly=True).write(b"x"))
with connection.blobopen("t", "x", 1) as blob:
    show(lambda: blob.read(2))

connection.executescript("""create table "a ""b"(c, "d'e"); insert into "a ""b" values ('it''s', 1.5), (null, x'00ff');
    create view v as select * from t; create index i on t(x); create trigger g after insert on t begin select 1; end;""")
print("\n".join(connection.iterdump()))
print(list(connection.iterdump(filter="a%")))
copy = sqlite3.connect(":memory:")
copy.executescript("\n".join(connection.iterdump()))
print(copy.execute('select * from "a ""b"').fetchall() == connection.execute('select * from "a ""b"').fetchall())

data = connection.serialize()
print(type(data), data[:15])
other = sqlite3.connect(":memory:")
other.deserialize(data)
print(other.execute("select count(*) from t").fetchone())
show(lambda: connection.serialize(name="none"))
other.deserialize(b"nothing")
show(lambda: other.execute("select * from t").fetchall())

target = sqlite3.connect(":memory:")
connection.backup(target, pages=1, progress=lambda *args: print("progress", args))
print(target.execute("select count(*) from t").fetchone())
for wrong in (lambda: connection.backup(5), lambda: connection.backup(connection), lambda: connection.backup(target, name="none"),
              lambda: connection.backup(target, progress=5), lambda: connection.backup(target, progress=lambda *args: 1 / 0),
              lambda: connection.backup(target, sleep="x")):
    show(wrong)

print(connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20), connection.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH))
show(lambda: connection.execute("select 1" + " " * 30))
show(lambda: connection.getlimit(99))
print(connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY)
print(connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
show(lambda: connection.getconfig(-1))
