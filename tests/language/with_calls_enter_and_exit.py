class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value, traceback is not None)
        return self.suppress
with Manager("a") as a, Manager("b") as b:
    print(a, b)
with (Manager("c"), Manager("d", True) as d):
    raise ValueError("suppressed by d")
try:
    with Manager("e"):
        raise KeyError("k")
except KeyError as error:
    print("passed on", error)
def early():
    with Manager("f"):
        return "returned"
print(early())
for _ in range(1):
    with Manager("g"):
        continue
