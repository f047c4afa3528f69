def a():
    b()
def b():
    c()
def c():
    raise KeyError("k")
def names(error):
    tb, result = error.__traceback__, []
    while tb:
        result.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return result
try:
    try:
        a()
    except KeyError as error:
        print(names(error))
        raise
except KeyError as error:
    print(names(error))
e = ValueError("raised by hand")
for _ in range(2):
    try:
        raise e
    except ValueError as caught:
        print(names(caught))
