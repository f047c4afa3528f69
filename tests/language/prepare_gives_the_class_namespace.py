class Namespace(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            order.append(key)
        super().__setitem__(key, value)
order = []
class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kwargs):
        print("prepare", name, bases, kwargs)
        return Namespace()
    def __new__(mcls, name, bases, namespace, **kwargs):
        return super().__new__(mcls, name, bases, dict(namespace))
class C(metaclass=Meta, option=1):
    b = 1
    a = 2
    def method(self):
        pass
    b = 3
print(order, C.b)
