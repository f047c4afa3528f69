import traceback


def recurse(depth):
    if depth:
        recurse(depth - 1)
    else:
        raise ValueError


try:
    recurse(10)
except ValueError as error:
    text = "".join(traceback.format_exception(error))
print("[Previous line repeated 7 more times]" in text, text.count("recurse(depth - 1)"))
