# As 3.13: the traceback adds what was probably meant.
# expect-exit: 1
# expect-error: NameError: name 'prinr' is not defined. Did you mean: 'print'?
prinr("x")
