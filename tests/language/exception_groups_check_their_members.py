for arguments in (("m", []), ("m", [1]), ("m", 5)):
    try:
        ExceptionGroup(*arguments)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    ExceptionGroup("m", [KeyboardInterrupt()])
except TypeError as error:
    print(error)
print(type(BaseExceptionGroup("m", [ValueError()])).__name__)
print(type(BaseExceptionGroup("m", [KeyboardInterrupt()])).__name__)
class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message, excs)
g = MyGroup("mine", [ValueError(1), KeyError(2)])
print(repr(g.subgroup(KeyError)), str(g))
print(g.subgroup(lambda e: isinstance(e, ValueError)))
