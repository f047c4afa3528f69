class Traced:
    def __new__(cls, *args, **kwargs):
        print("new", args, kwargs)
        return super().__new__(cls)
    def __init__(self, *args, **kwargs):
        print("init", args, kwargs)
Traced(1, key=2)
class Other:
    def __new__(cls):
        return 42
    def __init__(self):
        print("never called")
print(Other())
class Single:
    instance = None
    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance
print(Single() is Single())
class Positive(int):
    def __new__(cls, value):
        return super().__new__(cls, abs(value))
print(Positive(-5), Positive(-5) + 1, type(Positive(3)).__name__)
class Wrong:
    def __init__(self):
        return 1
try:
    Wrong()
except TypeError as error:
    print(error)
