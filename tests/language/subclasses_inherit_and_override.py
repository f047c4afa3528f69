class Animal:
    def __init__(self, name):
        self.name = name
    def speak(self):
        return "..."
    def describe(self):
        return f"{self.name} says {self.speak()}"
class Cat(Animal):
    def speak(self):
        return "meow"
class Lion(Cat):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def speak(self):
        return super().speak().upper() + "!"
for animal in (Animal("it"), Cat("tom"), Lion("leo", 5)):
    print(animal.describe(), isinstance(animal, Cat), issubclass(type(animal), Animal))
print(Lion("x", 7).age, Lion.__mro__[1].__name__, Cat.__bases__[0].__name__)
