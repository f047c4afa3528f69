def nothing():
    pass
def bare():
    return
def several():
    return 1, "two", [3]
def early(x):
    if x:
        return "early"
    return "late"
print(nothing(), bare(), several(), early(1), early(0))
a, b, c = several()
print(a, b, c, (lambda: None)())
