class Empty:
    pass
for call in (lambda: object(1), lambda: Empty(1), lambda: Empty(x=1), lambda: Empty().__init__(1)):
    try:
        call()
    except TypeError as error:
        print(error)
class OnlyNew:
    def __new__(cls, x):
        return super().__new__(cls)
class OnlyInit:
    def __init__(self, x):
        self.x = x
print(type(OnlyNew(1)).__name__, OnlyInit(2).x)
