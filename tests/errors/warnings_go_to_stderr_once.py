# expect: after
# expect-error: UserWarning: something is odd
# expect-exit: 0
# expect-error:   warnings.warn("something is odd")
import warnings
for _ in range(3):
    warnings.warn("something is odd")
print("after")
