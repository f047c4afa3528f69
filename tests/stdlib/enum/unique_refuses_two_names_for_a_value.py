import enum

try:
    @enum.unique
    class Twice(enum.Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
