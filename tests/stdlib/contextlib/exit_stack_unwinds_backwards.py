import contextlib


class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self.name

    def __exit__(self, *exception):
        print("exit", self.name, exception[0])
        return self.name == "swallow"


with contextlib.ExitStack() as stack:
    print(stack.enter_context(Manager("outer")))
    stack.enter_context(Manager("swallow"))
    stack.enter_context(Manager("inner"))
    stack.callback(print, "callback", end="!\n")
    raise ValueError
