class Bad:
    def __len__(self):
        raise KeyError("len")
    def __bool__(self):
        raise KeyError("bool")
    def __iter__(self):
        raise KeyError("iter")
    def __getitem__(self, i):
        raise KeyError("item")
    def __contains__(self, i):
        raise KeyError("contains")
    def __eq__(self, o):
        raise KeyError("eq")
    def __hash__(self):
        raise KeyError("hash")
    def __repr__(self):
        raise KeyError("repr")
    def __call__(self):
        raise KeyError("call")
    def __add__(self, o):
        raise KeyError("add")
    def __enter__(self):
        raise KeyError("enter")
    def __exit__(self, *a):
        pass
    def __index__(self):
        raise KeyError("index")
    def __format__(self, s):
        raise KeyError("format")
    def __lt__(self, o):
        raise KeyError("lt")
b = Bad()
def enter():
    with b:
        pass
def branch():
    if b:
        pass
actions = [lambda: len(b), lambda: bool(b), branch, lambda: not b, lambda: list(b), lambda: [*b], lambda: b[0], lambda: 1 in b, lambda: b == 1, lambda: {b}, lambda: {b: 1}, lambda: repr(b), lambda: str(b), lambda: f"{b}", lambda: b(), lambda: b + 1, enter, lambda: [1][b], lambda: sorted([b, b]), lambda: [b].index(1), lambda: 1 in [b], lambda: max(b, b), lambda: "%s" % b, lambda: print(b), lambda: range(b), lambda: dict(b), lambda: sum(b), lambda: "".join(b), lambda: any(b), lambda: set(b)]
for action in actions:
    try:
        action()
        print("nothing raised")
    except KeyError as error:
        print(error.args[0], end=" ")
print()
