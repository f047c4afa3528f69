def again():
    try:
        raise ValueError("the same")
    except ValueError as error:
        first.append(error)
        raise
first = []
try:
    again()
except ValueError as error:
    print(error, error is first[0])
try:
    raise
except RuntimeError as error:
    print(error)
def helper():
    raise
try:
    try:
        raise KeyError("from the caller")
    except KeyError:
        helper()
except KeyError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise int
except TypeError as error:
    print(error)
