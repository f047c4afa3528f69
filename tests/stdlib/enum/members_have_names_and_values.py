import enum


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    CRIMSON = 1


print(Color.RED, repr(Color.GREEN), Color(2), Color["RED"], list(Color), Color.CRIMSON is Color.RED, len(Color))
print(Color.RED.name, Color.RED.value, isinstance(Color.RED, Color), Color.RED == 1, list(Color.__members__))
for call in (lambda: Color(9), lambda: Color["BLUE"], lambda: setattr(Color, "RED", 5)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
