for expression in ("1 + 'a'", "'a' + 1", "[] + ()", "None + 1", "{} | 1", "1 @ 2", "'a' % 1 if False else 'a' ** 2", "3 & 1.5", "'a' // 2", "len(5)", "none[0]", "five[0]", "five()", "none()", "text()", "iter(5)", "one[none]", "{}[[]]", "not_callable()", "5 < 'a'", "[] < {}", "None > 0", "1j < 2j", "-[]", "+'a'", "abs('a')", "f(**5)", "int < str", "object() + 1", "range(5) + 1"):
    not_callable = five = 3
    none, text, one = None, "abc", [1]
    f = lambda *a, **k: None
    try:
        print(eval(expression))
    except TypeError as error:
        print(expression, "->", str(error).replace("__main__.", ""))
