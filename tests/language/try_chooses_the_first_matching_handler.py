def attempt(exception):
    try:
        if exception:
            raise exception
    except (KeyError, IndexError) as error:
        return "lookup", type(error).__name__
    except ValueError:
        return "value"
    except Exception:
        return "other"
    else:
        return "nothing"
    finally:
        log.append("finally")
log = []
print(attempt(KeyError("k")), attempt(IndexError), attempt(UnicodeError("u")), attempt(TypeError()), attempt(None))
print(len(log))
try:
    try:
        raise ValueError("not caught here")
    except KeyError:
        print("never")
except ValueError as error:
    print(error)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print(error)
