# As 3.13: the traceback adds what was probably meant.
# expect-exit: 1
# expect-error: AttributeError: 'list' object has no attribute 'apend'. Did you mean: 'append'?
[].apend(1)
