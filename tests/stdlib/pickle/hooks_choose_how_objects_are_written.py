# persistent_id, dispatch_table, reducer_override, copyreg, find_class.
# assert-only
import copyreg
import io
import pickle


class Record:
    def __init__(self, key):
        self.key = key


store = {"k": Record("k")}


class ByKey(pickle.Pickler):
    def persistent_id(self, obj):
        return ("record", obj.key) if isinstance(obj, Record) else None


class FromStore(pickle.Unpickler):
    def persistent_load(self, pid):
        kind, key = pid
        if kind != "record":
            raise pickle.UnpicklingError("unsupported persistent object")
        return store[key]


for protocol in range(1, 6):
    file = io.BytesIO()
    ByKey(file, protocol).dump([store["k"], 1])
    loaded = FromStore(io.BytesIO(file.getvalue())).load()
    assert loaded[0] is store["k"] and loaded[1] == 1

# Hooks set on the object itself.
class Open(pickle.Pickler):
    pass


class OpenToo(pickle.Unpickler):
    pass


file = io.BytesIO()
pickler = Open(file)
pickler.persistent_id = lambda obj: "here" if obj is store else None
pickler.dump(store)
unpickler = OpenToo(io.BytesIO(file.getvalue()))
unpickler.persistent_load = lambda pid: store if pid == "here" else None
assert unpickler.load() is store
try:
    pickle.loads(file.getvalue())
except pickle.UnpicklingError as error:
    assert str(error).startswith("A load persistent id instruction was encountered")


class WithTable(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[Record] = lambda record: (str, ("table " + record.key,))


class Overriding(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, Record):
            return str, ("override " + obj.key,)
        if obj is print:
            return (len, ("four",))
        return NotImplemented


for cls, expected in [(WithTable, "table k"), (Overriding, "override k")]:
    file = io.BytesIO()
    cls(file).dump((store["k"], [1]))
    assert pickle.loads(file.getvalue()) == (expected, [1])
file = io.BytesIO()
Overriding(file).dump(print)
assert pickle.loads(file.getvalue()) == 4

copyreg.pickle(Record, lambda record: (str, ("copyreg",)))
assert pickle.loads(pickle.dumps(store["k"])) == "copyreg"
del copyreg.dispatch_table[Record]


class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("builtins", "range"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"global '{module}.{name}' is forbidden")


assert Restricted(io.BytesIO(pickle.dumps(range(3)))).load() == range(3)
try:
    Restricted(io.BytesIO(pickle.dumps(print))).load()
except pickle.UnpicklingError as error:
    assert str(error) == "global 'builtins.print' is forbidden"
else:
    raise AssertionError

copyreg.add_extension("builtins", "range", 77)
data = pickle.dumps(range(2))
assert b"range" not in data and pickle.loads(data) == range(2)
copyreg.remove_extension("builtins", "range", 77)
try:
    pickle.loads(data)
except ValueError as error:
    assert str(error) == "unregistered extension code 77"
