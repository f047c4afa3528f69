# expect-exit: 1
# expect-error: line 6
# expect-error:     x = = 1
# expect-error: SyntaxError: invalid syntax
print("never printed")
x = = 1
