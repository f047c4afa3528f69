import timeit

runs = []
print(timeit.timeit(lambda: runs.append(1), number=7) >= 0, len(runs), len(timeit.repeat("pass", number=3, repeat=4)))
