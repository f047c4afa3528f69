# What the clauses of except* raise again, and what no clause takes, stays in the places of the original group.
try:
    try:
        raise ExceptionGroup("outer", [TypeError(1), ExceptionGroup("inner", [ValueError(2), OSError(3)])])
    except* TypeError:
        raise
    except* ValueError:
        pass
except ExceptionGroup as group:
    print(repr(group))  # expect: ExceptionGroup('outer', [TypeError(1), ExceptionGroup('inner', [OSError(3)])])
try:
    try:
        raise ExceptionGroup("outer", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise KeyError("new")
except ExceptionGroup as group:
    print(repr(group))  # expect: ExceptionGroup('', [KeyError('new'), ExceptionGroup('outer', [ValueError(2)])])
