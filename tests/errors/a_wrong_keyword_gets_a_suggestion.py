# As 3.13: only from this version on.
# expect: f() got an unexpected keyword argument 'colour'. Did you mean 'color'?
def f(color=None):
    pass
try:
    f(colour=1)
except TypeError as error:
    print(error)
