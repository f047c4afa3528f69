# expect-exit: 1
# expect-error: Traceback (most recent call last):
# expect-error: line 14, in <module>
# expect-error:     outer()
# expect-error: line 12, in outer
# expect-error:     inner(5)
# expect-error: line 10, in inner
# expect-error: ValueError: five
def inner(x):
    raise ValueError("five")
def outer():
    inner(5)

outer()
