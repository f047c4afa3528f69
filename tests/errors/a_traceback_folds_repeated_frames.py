# expect-exit: 1
# expect-error:   [Previous line repeated 
# expect-error: RecursionError: maximum recursion depth exceeded
def forever(n):
    return forever(n + 1)
forever(0)
