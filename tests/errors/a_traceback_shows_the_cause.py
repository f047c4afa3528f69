# expect-exit: 1
# expect-error: KeyError: 'first'
# expect-error: The above exception was the direct cause of the following exception:
# expect-error: ValueError: second
try:
    {}["first"]
except KeyError as error:
    raise ValueError("second") from error
