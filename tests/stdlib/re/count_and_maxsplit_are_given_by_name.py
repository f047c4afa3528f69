import inspect
import re
import warnings


def show(action):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = action()
        except TypeError as error:
            result = "TypeError: %s" % error
    print(result, [(each.category.__name__, str(each.message), each.filename == __file__) for each in caught])


for function in (re.sub, re.subn, re.split):
    print(inspect.signature(function))
show(lambda: re.sub("a", "b", "aaa", count=1))
show(lambda: re.sub("A", "b", "aaa", count=1, flags=re.IGNORECASE))
show(lambda: re.sub("a", "b", "aaa", 1))
show(lambda: re.sub("A", "b", "aaa", 1, re.IGNORECASE))
show(lambda: re.subn("a", "b", "aaa", 1, flags=re.IGNORECASE))
show(lambda: re.split("a", "bab", 1))
show(lambda: re.split("A", "bab", maxsplit=1, flags=re.IGNORECASE))
show(lambda: re.sub("a", "b", "aaa", 1, count=2))
show(lambda: re.sub("a", "b", "aaa", 1, re.IGNORECASE, 5))
show(lambda: re.split("a", "b", 1, maxsplit=1))
show(lambda: re.subn("a", "b", "aaa", 1, 0, flags=1))
