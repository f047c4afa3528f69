class Sized:
    def __init__(self, size):
        self.size = size
    def __len__(self):
        return self.size
class Both(Sized):
    def __bool__(self):
        return not super().__len__()
print(bool(Sized(0)), bool(Sized(2)), bool(Both(0)), bool(Both(3)), bool(object()))
class Wrong:
    def __bool__(self):
        return 1
try:
    bool(Wrong())
except TypeError as error:
    print(error)
class Negative:
    def __len__(self):
        return -1
try:
    bool(Negative())
except ValueError as error:
    print(error)
