def route(x):
    match x:
        case {"action": "go", "to": place, **rest}:
            return f"go to {place} {rest}"
        case {"action": str(name)}:
            return f"action {name}"
        case {1: [a, b]}:
            return f"one {a} {b}"
        case {}:
            return "some mapping"
        case _:
            return "no mapping"
print(route({"action": "go", "to": "x", "speed": 1}))
print(route({"action": "stop", "extra": 1}))
print(route({1: (2, 3)}), route({}), route({"action": 5}), route([]))
class Counting(dict):
    def __missing__(self, key):
        return "never used"
print(route(Counting()))
