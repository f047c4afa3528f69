for table, key in (({}, "a"), ({}, 1), ({}, (1, "b")), ({}, None), ({1: 2}, 1.5)):
    try:
        table[key]
    except KeyError as error:
        print(error, repr(error), error.args[0] == key)
try:
    {}["line\nbreak"]
except KeyError as error:
    print(error)
try:
    raise KeyError("a", "b")
except KeyError as error:
    print(error)
