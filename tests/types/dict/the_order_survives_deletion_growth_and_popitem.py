# A model (list of pairs) follows a dict through many random changes.
state = 99


def number(limit):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % limit


d = {}
model = []


def position(key):
    for i, (k, _) in enumerate(model):
        if k == key:
            return i
    return -1


def key_for(n):
    kind = n % 5
    return (n, str(n), float(n), (n, "x"), bytes([n % 256]))[kind]


for round in range(6000):
    key = key_for(number(120))
    at = position(key)
    action = number(8)
    if action < 3:
        d[key] = round
        if at >= 0:
            model[at] = (model[at][0], round)
        else:
            model.append((key, round))
    elif action == 3:
        if at >= 0:
            del d[key]
            del model[at]
        else:
            try:
                del d[key]
            except KeyError as error:
                assert error.args[0] == key
            else:
                raise AssertionError
    elif action == 4:
        assert d.pop(key, "none") == (model.pop(at)[1] if at >= 0 else "none")
    elif action == 5:
        assert d.setdefault(key, round) == (model[at][1] if at >= 0 else round)
        if at < 0:
            model.append((key, round))
    elif action == 6:
        assert d.get(key, "no") == (model[at][1] if at >= 0 else "no")
        assert (key in d) == (at >= 0)
    elif number(20) == 0 and model:
        assert d.popitem() == model.pop()
    if round % 97 == 0:
        assert list(d.items()) == model
        assert list(reversed(d)) == [k for k, _ in model][::-1]
        assert d.copy() == d and list(d.copy()) == list(d)
    if round % 1500 == 1499:
        while model:
            assert d.popitem() == model.pop()
        try:
            d.popitem()
        except KeyError as error:
            print(error)
assert list(d.items()) == model and len(d) == len(model)
print(len(d) == len(model))
big = {i: str(i) for i in range(5000)}
for i in range(0, 5000, 2):
    del big[i]
print(len(big), list(big)[:5], big[4999], 4998 in big)
big.update((i, i) for i in range(0, 20, 2))
print(list(big)[-4:])
big.clear()
print(big, len(big), list(big))
