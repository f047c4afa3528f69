class Expression:
    def __init__(self, text):
        self.text = text
    def __eq__(self, other):
        return Expression(f"({self.text} == {other})")
    def __lt__(self, other):
        return Expression(f"({self.text} < {other})")
    def __and__(self, other):
        return Expression(f"({self.text} and {other})")
    def __getattr__(self, name):
        return Expression(f"{self.text}.{name}")
    def __str__(self):
        return self.text
    __hash__ = None
x = Expression("x")
print((x.name == 5) & (x.size < 3), x == x, type(x == 1).__name__, bool(x == 1))
print(1 < x if hasattr(x, "__gt__") and False else "reflected", (5 == x))
