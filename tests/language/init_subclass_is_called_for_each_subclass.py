class Plugin:
    registry = []
    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry.append((cls.__name__, key))
class One(Plugin, key="1"):
    pass
class Two(One):
    pass
print(Plugin.registry)
try:
    class Wrong(One, unknown=1):
        pass
except TypeError as error:
    print(error)
