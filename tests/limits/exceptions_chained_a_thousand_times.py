error = None
for i in range(2000):
    try:
        try:
            raise ValueError(i)
        finally:
            if error:
                raise KeyError(i) from error
    except Exception as caught:
        error = caught
n, e = 0, error
while e is not None:
    n += 1
    e = e.__cause__
print(n, type(error).__name__)
