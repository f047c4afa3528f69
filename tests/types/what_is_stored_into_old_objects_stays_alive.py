"""Objects that have survived collections take new ones: each way to store one, then garbage until the collector has run, then a look."""
import array
import collections
import contextvars
import functools
import itertools
import queue
import threading
import types


class Plain:
    pass


class Slotted:
    __slots__ = ("first", "second")


class OfList(list):
    pass


class OfInt(int):
    pass


class Other:
    def told(self):
        return "other"


def churn():
    """More garbage than the collector lets pass."""
    for i in range(3_000):
        [[i] for _ in range(12)]


def fresh(tag):
    return [tag, {tag: [tag]}]


def is_whole(value, tag):
    return value == [tag, {tag: [tag]}]


def ways():
    """Pairs: what stores a fresh object for a tag, what gives it back."""
    numbers = list(range(50))
    yield lambda t: numbers.append(fresh(t)), lambda: numbers[-1]
    replaced = [None] * 50
    yield lambda t: replaced.__setitem__(7, fresh(t)), lambda: replaced[7]
    inserted = list(range(20))
    yield lambda t: inserted.insert(3, fresh(t)), lambda: inserted[3]
    extended = list(range(64))
    yield lambda t: extended.extend(iter([1, fresh(t)])), lambda: extended[-1]
    sliced = list(range(64))
    yield lambda t: sliced.__setitem__(slice(5, 6), (fresh(t), 2)), lambda: sliced[5]
    strided = list(range(64))
    yield lambda t: strided.__setitem__(slice(0, 6, 3), [fresh(t), 1]), lambda: strided[0]
    ordered = [[i, {}] for i in range(40)]

    def sort(tag):
        ordered.append(fresh(tag))
        ordered.sort(key=lambda item: (churn() if item[0] == 3 else None, str(item[0]))[1], reverse=True)

    yield sort, lambda: next(item for item in ordered if item[1] and item[0] == last[0])
    table = {i: i for i in range(30)}
    yield lambda t: table.__setitem__("key", fresh(t)), lambda: table["key"]
    yield lambda t: table.update(other=fresh(t)), lambda: table["other"]
    keyed = {}
    yield lambda t: (keyed.clear(), keyed.setdefault((t, "long enough a key"), fresh(t))), lambda: next(iter(keyed.values()))
    factory = collections.defaultdict(list)
    yield lambda t: factory["x"].append(fresh(t)), lambda: factory["x"][-1]
    in_order = collections.OrderedDict.fromkeys(range(10))
    yield lambda t: in_order.__setitem__(3, fresh(t)), lambda: in_order[3]
    members = {1, 2, 3}
    yield lambda t: (members.clear(), members.add((t, str(t) * 3))), lambda: fresh(next(iter(members))[0])
    ring = collections.deque(range(10), 50)
    yield lambda t: ring.append(fresh(t)), lambda: ring[-1]
    yield lambda t: ring.appendleft(fresh(t)), lambda: ring[0]
    plain = Plain()
    yield lambda t: setattr(plain, "new", fresh(t)), lambda: plain.new
    many = Plain()
    for i in range(40):
        setattr(many, "name%d" % i, i)
    yield lambda t: setattr(many, "name39", fresh(t)), lambda: many.name39
    yield lambda t: setattr(many, "fresh%d" % (t % 50), fresh(t)), lambda: getattr(many, "fresh%d" % (last[0] % 50))
    by_dict = Plain()
    by_dict.__dict__["a"] = 1
    yield lambda t: setattr(by_dict, "b", fresh(t)), lambda: by_dict.b
    replaced_dict = Plain()
    yield lambda t: setattr(replaced_dict, "__dict__", {"c": fresh(t)}), lambda: replaced_dict.c
    slotted = Slotted()
    yield lambda t: setattr(slotted, "second", fresh(t)), lambda: slotted.second
    of_list, of_int = OfList(), OfInt(5)
    yield lambda t: of_list.append(fresh(t)), lambda: of_list[-1]
    yield lambda t: setattr(of_list, "attribute", fresh(t)), lambda: of_list.attribute
    yield lambda t: setattr(of_int, "attribute", fresh(t)), lambda: of_int.attribute
    cell = None

    def set_cell(tag):
        nonlocal cell
        cell = fresh(tag)

    yield set_cell, lambda: cell
    yield lambda t: globals().__setitem__("a_global", fresh(t)), lambda: a_global

    def function():
        pass

    yield lambda t: setattr(function, "attribute", fresh(t)), lambda: function.attribute
    yield lambda t: setattr(function, "__defaults__", (fresh(t),)), lambda: function.__defaults__[0]
    yield lambda t: setattr(function, "__kwdefaults__", {"k": fresh(t)}), lambda: function.__kwdefaults__["k"]
    yield lambda t: setattr(function, "__annotations__", {"k": fresh(t)}), lambda: function.__annotations__["k"]
    yield lambda t: setattr(Plain, "of_class", fresh(t)), lambda: Plain.of_class
    module = types.ModuleType("module")
    yield lambda t: setattr(module, "attribute", fresh(t)), lambda: module.attribute
    changing = Plain()

    def change(tag):
        changing.__class__ = type("Changed", (Other,), {"value": fresh(tag)})

    yield change, lambda: changing.value
    error = ValueError("old")

    def set_error(tag):
        error.args = (fresh(tag),)
        error.__cause__ = KeyError(fresh(tag))

    yield set_error, lambda: error.args[0] if error.args[0] == error.__cause__.args[0] else None

    def generate():
        kept = None
        while True:
            kept = (yield kept) or kept

    generator = generate()
    next(generator)
    yield lambda t: generator.send(fresh(t)), lambda: next(generator)
    copies = itertools.tee(iter(lambda: fresh(last[0]), None))
    yield lambda t: next(copies[0]), lambda: next(copies[1])

    @functools.lru_cache(maxsize=5)
    def cached(tag):
        return fresh(tag)

    yield cached, lambda: cached(last[0])
    variable = contextvars.ContextVar("variable")
    yield lambda t: variable.set(fresh(t)), variable.get
    local = threading.local()
    yield lambda t: setattr(local, "value", fresh(t)), lambda: local.value
    waiting = queue.SimpleQueue()
    yield lambda t: waiting.put(fresh(t)), waiting.get
    counts = collections.Counter()
    yield lambda t: counts.update([(t, "x")]), lambda: fresh(max(counts)[0])
    letters = bytearray(b"x")
    yield lambda t: letters.extend(b"%07d" % t * 50), lambda: fresh(int(letters[-7:]))
    items = array.array("q")
    yield lambda t: items.extend([t] * 100), lambda: fresh(items[-1])
    text = ["", ""]

    def grow(tag):
        text[0] += "%07d" % tag

    yield grow, lambda: fresh(int(text[0][-7:]))
    space = types.SimpleNamespace(a=1)
    yield lambda t: setattr(space, "b", fresh(t)), lambda: space.b
    part = functools.partial(print)
    yield lambda t: part.__setstate__((print, (fresh(t),), {}, {})), lambda: part.args[0]


last = [0]
a_global = None
pairs = list(ways())
churn()
for tag in range(1, 4):
    last[0] = tag
    for store, _ in pairs:
        store(tag)
    churn()
    # What is new now has nothing but an old object that refers to it.
    lost = [number for number, (_, load) in enumerate(pairs) if not is_whole(load(), tag)]
    print(tag, len(pairs), lost)
