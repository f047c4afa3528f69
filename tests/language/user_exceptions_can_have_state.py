class AppError(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {super().__str__()}"
class Special(AppError, ValueError):
    pass
try:
    raise Special(7, "special")
except ValueError as error:
    print(error, error.code, error.args, repr(error))
print([k.__name__ for k in Special.__mro__])
class Quiet(Exception):
    def __init__(self, *args):
        pass
print(Quiet(1, 2).args, repr(Quiet(1)))
class Base(Exception):
    pass
try:
    raise Base
except Base as error:
    print(repr(error))
