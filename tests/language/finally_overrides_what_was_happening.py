def returns():
    try:
        return "try"
    finally:
        return "finally"
def swallows():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"
def late():
    x = 1
    try:
        return x
    finally:
        x = 2
def loops():
    for _ in range(2):
        try:
            raise ValueError
        finally:
            break
    return "left the loop"
print(returns(), swallows(), late(), loops())
def replaces():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")
try:
    replaces()
except KeyError as error:
    print(repr(error), repr(error.__context__))
