"""Run by `gilded atomic` under each preset: does a statement behave as one step when two threads run it at once?

    -c THIS STATEMENT ROUNDS TRIALS

Two threads execute the statement ROUNDS times each on the same variables, while the interpreter is made to switch wherever it may. What is left
in the variables is compared with what ROUNDS + ROUNDS executions in one thread leave. Only how many there are of each value counts, not their
order. Prints one line of JSON.
"""
import collections
import itertools
import json
import queue
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
    names = [name for name in sorted(compile(statement, "<statement>", "exec").co_names)]
    space = variables()
    for name in names:
        if name not in space and not hasattr(__builtins__, name) and not hasattr(Plain, name):
            attributes = any(hasattr(value, name) for value in space.values())
            if not attributes:
                space[name] = 0
    used = [name for name in names if name in space]
    header = "def statement():\n"
    if used:
        header += "    global %s\n" % ", ".join(used)
    source = header + "".join("    %s\n" % line for line in statement.splitlines())
    exec(compile(source, "<statement>", "exec"), space)
    return space, used


def state_of(value):
    """Something comparable that does not depend on order."""
    if isinstance(value, dict):
        return sorted((repr(key), state_of(item)) for key, item in value.items())
    if isinstance(value, (list, set, tuple, collections.deque)):
        return sorted(repr(item) for item in value)
    if isinstance(value, str):
        return sorted(value)
    if isinstance(value, queue.Queue):
        return sorted(repr(item) for item in value.queue)
    if isinstance(value, itertools.count):
        return repr(value)
    if isinstance(value, Plain):
        return state_of(vars(value))
    if type(value).__name__ == "range_iterator":
        return next(value)
    if isinstance(value, (int, float)):
        return value
    return type(value).__name__


def run(statement, rounds, threads):
    space, used = make(statement)
    function, failures = space["statement"], collections.Counter()
    ready = []

    def work():
        # Busy, not asleep: all must want the GIL when it begins.
        ready.append(1)
        while len(ready) < threads:
            pass
        for _ in range(rounds):
            try:
                function()
            except Exception as error:
                failures[type(error).__name__] += 1

    if threads == 1:
        work()
    else:
        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    state = {name: state_of(space[name]) for name in used}
    return state, sum(failures.values()), space, used, failures


def short(value):
    if isinstance(value, list):
        return "%d items" % len(value)
    return str(value)


def main(statement, rounds, trials):
    sys.setswitchinterval(1e-6)
    expected, expected_failures, space, used, failures = run(statement, 2 * rounds, 1)
    different, example = 0, ""
    for _ in range(trials):
        got, got_failures = run(statement, rounds, 2)[:2]
        if got != expected or got_failures != expected_failures:
            different += 1
            for name in used:
                if got[name] != expected[name] and not example:
                    example = "%s is %s instead of %s" % (name, short(got[name]), short(expected[name]))
            example = example or "%d exceptions instead of %d" % (got_failures, expected_failures)
    start = variables()
    print(json.dumps({"different": different, "trials": trials, "example": example, "always_fails": expected_failures == 2 * rounds,
                      "failure": next(iter(failures), ""),
                      "variables": ["%s = %r" % (name, start.get(name, 0)) for name in used if type(start.get(name, 0)).__name__ not in ("module", "Plain")][:6]}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
