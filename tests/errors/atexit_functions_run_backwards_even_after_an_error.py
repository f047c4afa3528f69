# expect: body
# expect: second
# expect: first 1 2
# expect-exit: 1
# expect-error: ValueError: at the end
import atexit
atexit.register(print, "first", 1, 2)
@atexit.register
def second():
    print("second")
print("body")
raise ValueError("at the end")
