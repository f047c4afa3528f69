# Raising looks through the contexts of what is handled; contexts that lead back to each other end that search.
one, two, three = ValueError(1), ValueError(2), ValueError(3)
one.__context__, two.__context__, three.__context__ = two, three, two
try:
    raise one
except ValueError:
    try:
        raise KeyError("new")
    except KeyError as error:
        print(repr(error), repr(error.__context__), repr(error.__context__.__context__))

own = ValueError("own")
own.__context__ = own
try:
    try:
        raise own
    except ValueError:
        raise KeyError("again")
except KeyError as error:
    print(repr(error.__context__), error.__context__.__context__ is own)
