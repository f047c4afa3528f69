class Meta(type):
    def __new__(mcls, name, bases, namespace, **kwargs):
        namespace["tag"] = kwargs.get("tag", "none")
        return super().__new__(mcls, name, bases, namespace)
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)
        print("made", name)
    def __call__(cls, *args):
        print("calling", cls.__name__)
        return super().__call__(*args)
    def on_class(cls):
        return cls.__name__.upper()
class Base(metaclass=Meta, tag="base"):
    pass
class Child(Base):
    pass
print(Base.tag, Child.tag, type(Child).__name__, Child.on_class())
c = Child()
print(hasattr(c, "on_class"), isinstance(Child, Meta))
class OtherMeta(type):
    pass
try:
    class Conflict(Base, metaclass=OtherMeta):
        pass
except TypeError as error:
    print(str(error).split(":")[0])
