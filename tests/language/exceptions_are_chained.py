try:
    try:
        1 / 0
    except ZeroDivisionError as cause:
        raise ValueError("with a cause") from cause
except ValueError as error:
    print(repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("with a context")
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("without") from None
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)
try:
    raise ValueError from KeyError
except ValueError as error:
    print(repr(error.__cause__))
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
