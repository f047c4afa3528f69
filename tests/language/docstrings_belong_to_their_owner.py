"""module docstring"""
def f():
    "function docstring"
def g():
    x = 1
    "not a docstring"
class C:
    """class
    docstring"""
    def m(self):
        r"raw \docstring"
def h():
    f"not {1} a docstring"
print(__doc__, f.__doc__, g.__doc__, repr(C.__doc__.split()), C.m.__doc__, h.__doc__, (lambda: 0).__doc__, sep="|")
print(len.__doc__ is not None, int.__doc__ is not None)
