import traceback

error = ExceptionGroup("outer", [ValueError("one"), ExceptionGroup("inner", [KeyError("two")]), TypeError("three\nlines")])
error.add_note("a note")
print("".join(traceback.format_exception(error)), end="")
