class OnlyEnter:
    def __enter__(self):
        pass
class OnlyExit:
    def __exit__(self, *args):
        pass
for thing in (OnlyEnter(), OnlyExit(), 5):
    try:
        with thing:
            pass
    except TypeError as error:
        print(error)
class FailsOnExit:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        raise RuntimeError("from exit")
try:
    with FailsOnExit():
        raise ValueError("first")
except RuntimeError as error:
    print(error, repr(error.__context__))
class FailsOnEnter:
    def __enter__(self):
        raise OSError("from enter")
    def __exit__(self, *args):
        print("never called")
try:
    with FailsOnEnter():
        print("never here")
except OSError as error:
    print(error)
