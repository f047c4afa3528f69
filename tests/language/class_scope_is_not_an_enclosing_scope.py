name = "module"
class Outer:
    name = "class"
    def method(self):
        return name
    class Inner:
        seen = name
    also = name
print(Outer().method(), Outer.Inner.seen, Outer.also)
def function():
    name = "function"
    class Local:
        seen = name
        def method(self):
            return name
    return Local.seen, Local().method()
print(function())
x = 1
class Mixed:
    x = x + 1
    y = x
print(Mixed.x, Mixed.y, x)
