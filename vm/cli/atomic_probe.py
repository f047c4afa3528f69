"""Run by `gilded atomic` under each preset: does a statement behave as one step when two threads run it at once?

    -c THIS try STATEMENT ROUNDS TRIALS
    -c THIS observe STATEMENT

try: two threads execute the statement ROUNDS times each on the same variables, while the interpreter is made to switch wherever it may. What is left
in the variables is compared with what ROUNDS + ROUNDS executions in one thread leave. Only how many there are of each value counts, not their
order.

observe: one thread executes the statement while its events are recorded (GILDED_RECORD_EVENTS=1), to see which native lets go of the GIL, takes
a lock, or holds the lock of a container.

Prints one line of JSON.
"""
import _events
import ast
import builtins
import collections
import itertools
import json
import queue
import reprlib
import sys
import threading


def variables():
    return {"x": 0, "y": 0, "n": 0, "i": 0, "k": "k", "v": "v", "L": [], "l": [], "a": [], "d": {}, "D": {}, "s": set(), "S": set(), "t": (),
            "text": "", "dd": collections.defaultdict(int), "counts": collections.Counter(), "q": queue.Queue(), "dq": collections.deque(),
            "c": itertools.count(), "it": iter(range(10 ** 9)), "lock": threading.Lock(), "numbers": list(range(100000)), "o": Plain(),
            "collections": collections, "threading": threading}


class Plain:
    x = 0


def make(statement):
    """The statement as a function of its own over global variables, and the names of those it uses."""
    names = set()
    for node in ast.walk(ast.parse(statement)):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
    space = variables()
    for name in names:
        if name not in space and not hasattr(builtins, name):
            space[name] = 0
    used = sorted(name for name in names if name in space)
    header = "def statement():\n"
    if used:
        header += "    global %s\n" % ", ".join(used)
    source = header + "".join("    %s\n" % line for line in statement.splitlines())
    exec(compile(source, "<statement>", "exec"), space)
    return space, used


def state_of(value):
    """Something comparable that does not depend on order."""
    if isinstance(value, dict):
        return sorted(("[%r]" % (key,), state_of(item)) for key, item in value.items())
    if isinstance(value, (list, set, tuple, collections.deque)):
        return sorted(repr(item) for item in value)
    if isinstance(value, str):
        return sorted(value)
    if isinstance(value, queue.Queue):
        return sorted(repr(item) for item in value.queue)
    if isinstance(value, itertools.count):
        return repr(value)
    if isinstance(value, Plain):
        return sorted(("." + name, state_of(item)) for name, item in vars(value).items())
    if type(value).__name__ == "range_iterator":
        return next(value)
    if isinstance(value, (int, float)):
        return value
    return type(value).__name__


def run(statement, rounds, threads):
    space, used = make(statement)
    function, failures = space["statement"], []
    ready = []

    def work():
        failed = []  # Its own: what is counted here must not be what is tried out.
        # Busy, not asleep: all must want the GIL when it begins.
        ready.append(1)
        while len(ready) < threads:
            pass
        for _ in range(rounds):
            try:
                function()
            except Exception as error:
                failed.append(type(error).__name__)
        failures.extend(failed)

    if threads == 1:
        work()
    else:
        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    state = {name: state_of(space[name]) for name in used}
    return state, len(failures), failures


def difference(name, got, expected):
    """The first thing in which two results differ, as a phrase."""
    if not isinstance(got, list) or not isinstance(expected, list):
        return "%s is %s instead of %s" % (name, got, expected)
    if len(got) != len(expected):
        return "%s has %d items instead of %d" % (name, len(got), len(expected))
    for one, other in zip(got, expected):
        if one != other:
            if isinstance(one, tuple) and one[0] == other[0]:  # of a dict, or of an object's attributes
                return difference(name + one[0], one[1], other[1])
            return "%s has %s instead of %s" % (name, one, other)


def main(statement, rounds, trials):
    sys.setswitchinterval(1e-6)
    expected, expected_failures, failures = run(statement, 2 * rounds, 1)
    used = list(expected)
    different, example = 0, ""
    for _ in range(trials):
        got, got_failures = run(statement, rounds, 2)[:2]
        if got != expected or got_failures != expected_failures:
            different += 1
            for name in used:
                if got[name] != expected[name] and not example:
                    example = difference(name, got[name], expected[name])
            example = example or "%d exceptions instead of %d" % (got_failures, expected_failures)
    start = variables()
    print(json.dumps({"different": different, "trials": trials, "example": example, "always_fails": expected_failures == 2 * rounds,
                      "failure": failures[0] if failures else "",
                      "variables": ["%s = %s" % (name, reprlib.repr(start.get(name, 0))) for name in used if type(start.get(name, 0)).__name__ not in ("module", "Plain")][:6]}))


def native_name(function):
    owner = getattr(function, "__self__", None)
    name = getattr(function, "__qualname__", None) or function.__name__
    return name if owner is None or isinstance(owner, type(sys)) or "." in name else "%s.%s" % (type(owner).__name__, name)


class Observer:
    """A profile function. It cuts the thread's events at the calls and returns of natives, so that each belongs to the innermost one."""

    def __init__(self, addresses):
        self.addresses = addresses  # of watched objects: their names
        self.natives = {}  # name: {"calls": n, "locks": n, "releases": n, "waits": {reason: n}, "containers": {name: n}}
        self.running = [""]  # natives, the innermost last; "": the bytecode itself
        self.seen = 0

    def note(self):
        events = sorted(_events.newer_than(self.seen))
        about = self.natives.setdefault(self.running[-1], {"calls": 0, "locks": 0, "releases": 0, "waits": {}, "containers": {}})
        for time, event, reason, address in events:
            self.seen = time
            if event == "LockAcquire":
                about["locks"] += 1
            elif event == "LockRelease":
                about["releases"] += 1
            elif event == "Detach" and reason != "lock":
                about["waits"][reason] = about["waits"].get(reason, 0) + 1
            elif event == "ObjectLock":
                name = self.addresses.get(address, "another object")
                about["containers"][name] = about["containers"].get(name, 0) + 1
        return about

    def __call__(self, frame, event, argument):
        if event == "c_call":
            self.note()
            self.running.append(native_name(argument))
        elif event in ("c_return", "c_exception") and len(self.running) > 1:
            self.note()["calls"] += 1
            self.running.pop()


def parts_of(space, used):
    """The objects whose locks are of interest, by name: the variables and, one step further, their attributes."""
    for name in used:
        value = space[name]
        yield name, value
        for attribute, part in getattr(value, "__dict__", {}).items():
            yield "%s.%s" % (name, attribute), part


def observe(statement):
    space, used = make(statement)
    function = space["statement"]
    # Without a GIL the locks in objects exist only while there is another thread.
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        function()  # What is done once (imports, specialisation) is none of its steps.
    except Exception:
        pass
    addresses = {}
    for name, part in parts_of(space, used):
        if _events.watch(part):
            addresses.setdefault(id(part), name)
    observer = Observer(addresses)
    observer.note()
    observer.natives.clear()
    sys.setprofile(observer)
    try:
        function()
    except Exception:
        pass
    finally:
        sys.setprofile(None)
    observer.note()
    done.set()
    other.join()
    own = observer.natives.pop("", None)
    observer.natives.pop("setprofile", None)
    print(json.dumps({"natives": observer.natives, "bytecode": own}))


if sys.argv[1] == "observe":
    observe(sys.argv[2])
else:
    main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
