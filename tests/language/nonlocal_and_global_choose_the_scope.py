value = "module"
def outer():
    value = "outer"
    def with_nonlocal():
        nonlocal value
        value = "changed by nonlocal"
    def with_global():
        global value
        value = "changed by global"
    def plain():
        value = "local only"
    plain()
    print(value)
    with_nonlocal()
    print(value)
    with_global()
    print(value)
outer()
print(value)
def define():
    global created
    created = 1
define()
print(created)
