class Base:
    def __add__(self, other):
        return "Base.__add__"
    def __radd__(self, other):
        return "Base.__radd__"
class Child(Base):
    def __radd__(self, other):
        return "Child.__radd__"
class Plain(Base):
    pass
print(Base() + Child())
print(Base() + Plain())
print(Base() + Base())
print(1 + Base())
