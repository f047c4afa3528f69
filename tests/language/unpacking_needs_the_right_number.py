for statement in ("a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = 5", "[a] = []", "a, b = {1: 2}",
                  "a, b = iter([1, 2, 3])", "(a, b), c = 1, 2", "a, b, c = 'xy'"):
    try:
        exec(statement)
    except (ValueError, TypeError) as error:
        print(statement, "->", type(error).__name__, str(error).split(", got")[0])
