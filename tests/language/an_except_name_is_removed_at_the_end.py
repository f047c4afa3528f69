error = "before"
try:
    1 / 0
except ZeroDivisionError as error:
    print(error)
try:
    print(error)
except NameError as problem:
    print(problem)
def function():
    e = 1
    try:
        raise ValueError("v")
    except ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as problem:
        print(problem)
function()
