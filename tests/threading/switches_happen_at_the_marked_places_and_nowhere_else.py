# What dis marks is what the lock does. With a switch forced wherever one is allowed, and another thread that always waits for the lock, the
# instructions at which a thread gives way are exactly those that it executed and that dis marks for this preset.
# assert-only
# env: GILDED_SWITCH_STRESS=1
# timeout: 60
import _dis
import dis
import sys
import threading

total = 0
box = {"k": 0}


class Thing:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return True

    def double(self):
        return self.value * 2


def numbers(count):
    for number in range(count):
        yield number
    yield from [7, 8]


def fail(kind):
    raise kind("on purpose")


def work(argument, *, keyword=2):
    global total
    local = argument
    total += 1
    box["k"] = box["k"] + local
    thing = Thing(local)
    thing.value += keyword
    thing.double()
    text = f"{local!r:>4}" + str(total)
    items = [number * 2 for number in numbers(2) if number >= 0]
    pairs = {key: value for key, value in zip("ab", items)}
    first, *rest = items
    def inner():
        nonlocal local
        local += 1
        return local
    inner()
    try:
        fail(ValueError)
    except (KeyError, ValueError) as error:
        text += str(error)
    finally:
        del pairs["a"]
    with Thing(3) as held:
        held.value -= 1
        fail(KeyError)
    while local > 0:
        local -= 1
        if local == 1 or not rest:
            continue
        if local is None:
            break
    match items:
        case [0, second, *others] if second:
            result = len(others)
        case _:
            result = None
    import os.path
    assert text, "never"
    print("", end="")
    sorted([3, 1, 2], key=lambda item: -item)
    work_more(*[1], **{"b": 2})
    return result, -local, local < 2 <= 3, (yield_nothing() or 5)


def work_more(a, b):
    return a in (1, 2) and b


def yield_nothing():
    return None


CODES = {}


def collect(code):
    CODES[code] = {instruction.offset: instruction for instruction in dis.get_instructions(code)}
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            collect(constant)


for function in (work, numbers, fail, Thing.__init__, Thing.__enter__, Thing.__exit__, Thing.double, work_more, yield_nothing):
    collect(function.__code__)

# Which instructions the function executes.
executed = set()
monitoring = sys.monitoring
monitoring.use_tool_id(1, "executed")
monitoring.register_callback(1, monitoring.events.INSTRUCTION, lambda code, offset: executed.add((code, offset)) if code in CODES else None)
monitoring.set_events(1, monitoring.events.INSTRUCTION)
work(3)
monitoring.set_events(1, 0)
monitoring.free_tool_id(1)
assert len(executed) > 150, len(executed)


def marked(preset):
    return {(code, offset) for code, offset in executed if CODES[code][offset].switch[preset] not in ("·", " ")}


def name(place):
    code, offset = place
    return "%s:%s" % (code.co_name, CODES[code][offset])


preset = sys.gil.preset
if not sys._is_gil_enabled():
    # Nobody gives way: all of it runs at the same time.
    assert marked(preset) == executed
    sys.exit()

stop = False


def other():
    while not stop:
        pass


sys.setswitchinterval(1e-6)
switched = set()
expected = marked(preset)
if preset == "3.12":
    # A call is a place for a switch when a native returns to it. Calls of Python functions look when they enter.
    def runs_python(place):
        code, offset = place
        return CODES[code][offset].opname.startswith("CALL")
    certain = {place for place in expected if not runs_python(place)}
else:
    certain = expected
thread = threading.Thread(target=other)
thread.start()
for round in range(400):
    _dis.record_switches(True)
    work(3)
    places = {(code, offset) for code, offset in _dis.record_switches(False) if code in CODES}
    elsewhere = places - expected
    assert not elsewhere, sorted(map(name, elsewhere))
    switched |= places
    if certain <= switched and (preset != "3.12" or round > 20):
        break
stop = True
thread.join()
missed = certain - switched
assert not missed, (len(missed), sorted(map(name, missed)))
if preset == "3.12":
    calls = {CODES[code][offset].opname for code, offset in switched if runs_python((code, offset))}
    assert "CALL" in calls, calls
    # What dis calls a window that 3.12 does not cut was not cut.
