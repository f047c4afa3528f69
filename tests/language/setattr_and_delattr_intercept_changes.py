class Guarded:
    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("delete", name)
        super().__delattr__(name)
g = Guarded()
g.x = 1
g.x += 1
del g.x
setattr(g, "y", 3)
print(g.y)
object.__setattr__(g, "quiet", 1)
delattr(g, "quiet")
