class Field:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, self.default)
    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        instance.__dict__[self.name] = value
class Model:
    fields = {}
    def __init_subclass__(cls):
        cls.fields = {**cls.fields, **{k: v for k, v in vars(cls).items() if isinstance(v, Field)}}
    def __init__(self, **values):
        for name in values:
            if name not in self.fields:
                raise AttributeError(name)
            setattr(self, name, values[name])
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.fields)})"
class Person(Model):
    name = Field(str, "nobody")
    age = Field(int, 0)
class Worker(Person):
    job = Field(str)
print(Person(), Worker(name="w", age=3, job="x"), list(Worker.fields), Person.age.kind)
Dynamic = type("Dynamic", (Model,), {"flag": Field(bool, False)})
print(Dynamic(flag=True))
for call in (lambda: Person(age="old"), lambda: Person(size=1)):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
