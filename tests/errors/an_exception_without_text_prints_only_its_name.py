# expect-exit: 1
# expect-error: AssertionError
assert 1 == 2
