def run(errors):
    try:
        raise ExceptionGroup("group", errors)
    except* ValueError as group:
        print("values", [str(e) for e in group.exceptions])
    except* (KeyError, IndexError) as group:
        print("lookups", [repr(e) for e in group.exceptions])
    else:
        print("never")
    finally:
        print("finally")
run([ValueError("a"), KeyError("b"), ValueError("c")])
try:
    run([TypeError("not handled"), IndexError("i")])
except ExceptionGroup as group:
    print(repr(group))
try:
    raise ValueError("naked")
except* ValueError as group:
    print(repr(group))
nested = ExceptionGroup("outer", [ExceptionGroup("inner", [ValueError(1), TypeError(2)]), ValueError(3)])
match, rest = nested.split(ValueError)
print(repr(match))
print(repr(rest))
print(nested.subgroup(TypeError), nested.message, len(nested.exceptions))
