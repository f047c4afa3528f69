# A deque and a list go through the same random changes, with and without a limit.
from collections import deque

state = 5


def number(limit):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % limit


for limit in (None, 0, 1, 5, 16):
    d = deque(maxlen=limit)
    model = []

    def trim(left):
        while limit is not None and len(model) > limit:
            model.pop(0 if left else -1)

    for round in range(2500):
        action = number(11)
        x = number(30)
        if action < 2:
            d.append(x)
            model.append(x)
            trim(True)
        elif action < 4:
            d.appendleft(x)
            model.insert(0, x)
            trim(False)
        elif action == 4 and model:
            assert d.pop() == model.pop()
        elif action == 5 and model:
            assert d.popleft() == model.pop(0)
        elif action == 6:
            n = x - 15
            d.rotate(n)
            if model:
                n %= len(model)
                model = model[-n:] + model[:-n] if n else model
        elif action == 7 and model:
            i = number(len(model))
            d[i] = x
            model[i] = x
            del d[i - len(model)]
            del model[i]
        elif action == 8:
            i = x - 15
            if limit is not None and len(model) == limit:
                try:
                    d.insert(i, x)
                except IndexError as error:
                    message = str(error)
            else:
                d.insert(i, x)
                model.insert(i, x)
        elif action == 9:
            if x in model:
                d.remove(x)
                model.remove(x)
            else:
                try:
                    d.remove(x)
                except ValueError:
                    pass
        elif action == 10:
            d.reverse()
            model.reverse()
        assert list(d) == model and len(d) == len(model), (limit, round, action)
        if round % 100 == 0:
            assert d.count(x) == model.count(x) and (x in d) == (x in model) and list(reversed(d)) == model[::-1]
            if x in model:
                assert d.index(x) == model.index(x)
    print(limit, d.maxlen)
print(message)
d = deque("abc")
print(d, deque([1], maxlen=2), deque(), d + deque("d"), d * 2, 2 * d, d == deque("abc"), d < deque("abd"), d != list("abc"))
d += "xyz"
d *= 2
d.extendleft("12")
print(d, d.copy() == d, d[0], d[-1], len(d))
limited = deque(range(10), maxlen=4)
limited.extend([11, 12])
print(limited, limited * 3, limited + limited, deque(limited, 2))
for expression in ('d["a"]', 'd[100]', 'd[1:2]', 'deque().pop()', 'deque().popleft()', 'd + [1]', 'deque(maxlen=-1)', 'deque(5)', 'hash(d)',
                   'd.index("zz")', 'd.remove("zz")', 'deque(maxlen="a")', 'd.append()'):
    try:
        print(eval(expression))
    except (TypeError, ValueError, IndexError) as error:
        print(expression, "->", type(error).__name__, error)
for change in (lambda: d.append(1), lambda: d.pop(), lambda: d.rotate(1)):
    iterator = iter(d)
    next(iterator)
    change()
    try:
        next(iterator)
    except RuntimeError as error:
        print(error)
d = deque([1])
d.append(d)
print(d)
