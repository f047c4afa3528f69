# expect: Traceback (most recent call last):
# expect:   File "example.py", line 7, in <module>
# expect:     outer({"a": {"b": lambda x: x}})
# expect:     ~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect:   File "example.py", line 2, in outer
# expect:     return inner(values) + 1
# expect:            ~~~~~^^^^^^^^
# expect:   File "example.py", line 5, in inner
# expect:     return values["a"]["b"](1) / (2 - 2)
# expect:            ~~~~~~~~~~~~~~~~~~~~^~~~~~~~~
# expect: ZeroDivisionError: division by zero
import linecache
import traceback

source = '''def outer(values):
    return inner(values) + 1

def inner(values):
    return values["a"]["b"](1) / (2 - 2)

outer({"a": {"b": lambda x: x}})
'''
linecache.cache["example.py"] = (len(source), None, source.splitlines(True), "example.py")
try:
    exec(compile(source, "example.py", "exec"))
except ZeroDivisionError as error:
    print("".join(traceback.format_exception(error.with_traceback(error.__traceback__.tb_next))), end="")
