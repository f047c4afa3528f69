def divide(a, b):
    try:
        return a / b
    except ZeroDivisionError as error:
        return f"error: {error}"
    finally:
        print("finally")
print(divide(6, 3), divide(1, 0))
try:
    raise ValueError("message")
except (TypeError, ValueError) as error:
    print(type(error).__name__, error)
try:
    try:
        {}["x"]
    except IndexError:
        print("wrong")
except KeyError as error:
    print("outer", error)
