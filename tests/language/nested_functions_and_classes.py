def make(base):
    class Made:
        value = base
        def get(self):
            return self.value + base
        class Inner:
            def get(self):
                return base
    return Made
A, B = make(1), make(10)
print(A().get(), B().get(), A.Inner().get(), A is B, A.__qualname__)
def f():
    def g():
        def h():
            return f.__name__
        return h()
    return g()
print(f())
