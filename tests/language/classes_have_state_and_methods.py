class Dog:
    kind = "canine"
    def __init__(self, name):
        self.name = name
        self.tricks = []
    def add(self, trick):
        self.tricks.append(trick)
        return self
    def __str__(self):
        return f"{self.name} can {', '.join(self.tricks) or 'nothing'}"
a, b = Dog("Fido"), Dog("Rex")
a.add("roll").add("sit")
print(a, b, a.kind, Dog.kind, a.tricks is b.tricks, isinstance(a, Dog), type(a).__name__, sep=" | ")
b.kind = "wolf"
print(a.kind, b.kind, Dog.kind, Dog.add(b, "howl"))
