ready = False


class Meta(type):
    def mro(cls):
        if ready:
            if cls.__name__ == "First":
                Second.__bases__ = (First,)
            if cls.__name__ == "Second":
                First.__bases__ = (Second,)
        return type.mro(cls)


class Base(metaclass=Meta):
    pass


class First(Base):
    pass


class Second(Base):
    pass


ready = True
try:
    First.__bases__ += ()
except TypeError as error:
    print(error)
