# expect: before
# expect-exit: 1
# expect-error: ZeroDivisionError: division by zero
print("before")
1 / 0
print("after")
