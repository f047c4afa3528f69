# expect-exit: 1
# expect-error: SyntaxError: '(' was never closed
print("never printed")
values = (1, 2
