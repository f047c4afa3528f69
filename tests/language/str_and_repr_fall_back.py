class OnlyRepr:
    def __repr__(self):
        return "<only repr>"
class OnlyStr:
    def __str__(self):
        return "only str"
print(OnlyRepr(), str(OnlyRepr()), [OnlyRepr()], f"{OnlyRepr()}")
print(OnlyStr(), "OnlyStr object at 0x" in repr(OnlyStr()))
print(repr("it's"), str("it's"), repr('say "hi"'), repr("it's \"x\""))
class Local:
    class Inner:
        pass
print(Local.Inner, Local, repr(Local.Inner))
def f():
    class G:
        pass
    return G
print(f())
print(len, [].append.__name__, str.upper, type)
