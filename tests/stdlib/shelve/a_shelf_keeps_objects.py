import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import shelve, dbm.dumb
sh = shelve.Shelf({})
sh["k"] = [1, 2]
sh["k"].append(3)
print(sh["k"], list(sh), sh.dict[b"k"])
sh.close()
try:
    sh["k"]
except ValueError as e:
    print(e)
sh = shelve.Shelf(dbm.dumb.open("sh"), writeback=True)
sh["k"] = [1, 2]
sh["k"].append(3)
sh.close()
print(dict(shelve.Shelf(dbm.dumb.open("sh"))))
