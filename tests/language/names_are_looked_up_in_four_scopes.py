x = "global"
def outer():
    x = "outer"
    def inner():
        x = "inner"
        return x
    def free():
        return x
    return inner(), free(), x
print(outer(), x)
def shadow():
    len = lambda thing: "shadowed"
    return len([])
print(shadow(), len([1]))
def uses_global():
    return x
print(uses_global())
x = "changed"
print(uses_global())
