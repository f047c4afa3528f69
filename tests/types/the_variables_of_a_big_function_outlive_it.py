# A traceback keeps the variables of a function that has very many, and the collector may look at them at any time.
import gc
n = 300
lines = ["def fail(depth):"]
lines += ["    v%d = [%d]" % (i, i) for i in range(n)]
lines += ["    if depth:", "        g(*(g(fail, depth - 1),))", "    raise ValueError(v7, v299)"]
space = {"g": lambda function, *arguments: function(*arguments)}
exec("\n".join(lines), space)
kept = []
for depth in range(6):
    try:
        space["fail"](depth)
    except ValueError as error:
        kept.append(error)
    del lines, n
    lines, n = ["x" * i for i in range(2000)], 0
    gc.collect()
for error in kept:
    frames, traceback = 0, error.__traceback__
    while traceback:
        variables = traceback.tb_frame.f_locals
        frames += "v7" in variables and variables["v7"] == [7] and variables["v299"] == [299] and sum(
            variables["v%d" % i][0] for i in range(300)) == 44850
        traceback = traceback.tb_next
    print(error.args, frames)
