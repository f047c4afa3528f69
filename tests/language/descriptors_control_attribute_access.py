class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", name, "in", owner.__name__)
    def __get__(self, instance, owner):
        if instance is None:
            return f"{self.name} on {owner.__name__}"
        return instance.__dict__.get(self.name, "unset")
    def __set__(self, instance, value):
        instance.__dict__[self.name] = value * 2
    def __delete__(self, instance):
        del instance.__dict__[self.name]
class Owner:
    field = Descriptor()
o = Owner()
print(o.field, Owner.field)
o.field = 21
print(o.field, vars(o))
del o.field
print(o.field)
