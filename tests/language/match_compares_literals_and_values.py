class Color:
    RED = "red"
def describe(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case "text" | b"bytes":
            return "string"
        case None:
            return "nothing"
        case True:
            return "true"
        case Color.RED:
            return "red"
        case 1.5 | 2 + 3j:
            return "number"
        case _:
            return "other"
for value in (0, 2, -1, "text", b"bytes", None, True, "red", 1.5, 2 + 3j, [], False, 0.0):
    print(repr(value), describe(value))
