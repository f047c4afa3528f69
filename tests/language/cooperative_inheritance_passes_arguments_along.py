class Root:
    def __init__(self, **rest):
        assert not rest, rest
        self.log = ["Root"]
class Colored(Root):
    def __init__(self, *, color, **rest):
        super().__init__(**rest)
        self.color = color
        self.log.append("Colored")
class Sized(Root):
    def __init__(self, *, size, **rest):
        super().__init__(**rest)
        self.size = size
        self.log.append("Sized")
class Ball(Colored, Sized):
    def __init__(self, **rest):
        super().__init__(**rest)
        self.log.append("Ball")
b = Ball(color="red", size=3)
print(b.log, b.color, b.size, [k.__name__ for k in Ball.mro()])
try:
    Ball(color="red", size=1, weight=2)
except AssertionError as error:
    print(error)
class Mixin:
    def save(self):
        return "mixin+" + super().save()
class Store:
    def save(self):
        return "store"
class Both(Mixin, Store):
    pass
print(Both().save())
try:
    Mixin().save()
except AttributeError as error:
    print(error)
