# expect-exit: 1
# expect-error: ExceptionGroup: several (2 sub-exceptions)
# expect-error: ---------------- 1 ----------------
# expect-error: ValueError: one
# expect-error: ---------------- 2 ----------------
# expect-error: TypeError: two
raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])
