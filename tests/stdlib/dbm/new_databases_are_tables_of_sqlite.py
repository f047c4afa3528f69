import dbm
import os
import shelve
import tempfile

os.chdir(tempfile.mkdtemp())
import dbm.sqlite3

for flag in ("r", "w"):
    try:
        dbm.sqlite3.open("nothing", flag)
    except dbm.sqlite3.error as error:
        print(type(error).__name__, error)
with dbm.open("data base?", "c") as data:
    data["a"] = "ä"
    data[b"c"] = 5
    data[3] = b"\0x"
    print(type(data).__module__, data["a"], data[b"c"], data["3"], sorted(data.keys()), len(data), "a" in data, data.get("zz"))
    del data["a"]
    for action in (lambda: data["zz"], lambda: data.__delitem__("zz"), lambda: data.__setitem__(None, 1)):
        try:
            action()
        except (KeyError, dbm.sqlite3.error) as error:
            print(type(error).__name__, error)
print(dbm.whichdb("data base?"), os.path.exists("data base?"))
try:
    data["b"]
except dbm.sqlite3.error as error:
    print(error)
with dbm.open("data base?", "r") as data:
    print(sorted(data))
    try:
        data["x"] = 1
    except dbm.sqlite3.error as error:
        print(error)
with dbm.open("data base?", "n") as data:
    print(len(data))
try:
    dbm.sqlite3.open("x", "q")
except ValueError as error:
    print(error)
with shelve.open("shelf") as shelf:
    shelf["key"] = {"some": ["value"]}
with shelve.open("shelf") as shelf:
    print(dict(shelf), dbm.whichdb("shelf"))
