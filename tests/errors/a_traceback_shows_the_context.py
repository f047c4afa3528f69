# expect-exit: 1
# expect-error: KeyError: 'first'
# expect-error: During handling of the above exception, another exception occurred:
# expect-error: ValueError: second
try:
    {}["first"]
except KeyError:
    raise ValueError("second")
