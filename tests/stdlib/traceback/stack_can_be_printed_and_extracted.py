import traceback


def function():
    return traceback.extract_stack()


entry = function()[-1]
print(entry.name, entry.lineno, entry.line)
print(traceback.format_exception_only(ValueError("text")), traceback.format_exception_only(KeyError("k"), KeyError("k")))
print(traceback.format_list([("file.py", 3, "name", "the line")]))
