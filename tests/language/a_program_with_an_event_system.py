class Event:
    def __init__(self):
        self.handlers = []
    def __iadd__(self, handler):
        self.handlers.append(handler)
        return self
    def __isub__(self, handler):
        self.handlers.remove(handler)
        return self
    def __call__(self, *args, **kwargs):
        return [h(*args, **kwargs) for h in list(self.handlers)]
    def __len__(self):
        return len(self.handlers)
class Button:
    def __init__(self):
        self.clicked = Event()
class Counter:
    def __init__(self):
        self.n = 0
    def up(self, by=1):
        self.n += by
        return self.n
b, c = Button(), Counter()
b.clicked += c.up
b.clicked += lambda by=1: f"lambda {by}"
print(b.clicked(), b.clicked(by=5), len(b.clicked), c.n)
b.clicked -= c.up
print(b.clicked(), bool(b.clicked), c.n)
once = []
def remove_me(by=1):
    b.clicked -= remove_me
    once.append(by)
b.clicked += remove_me
b.clicked(), b.clicked()
print(once)
