import inspect
from unittest.mock import create_autospec, seal


def function(a, b=2):
    pass


class Class:
    constant = 1

    def __init__(self, x):
        pass

    def method(self, a):
        pass

    @staticmethod
    def static(a, b):
        pass

    async def coroutine(self):
        pass


mock = create_autospec(function, return_value="r")
print(mock(1, b=3), inspect.signature(mock), inspect.isfunction(mock))
mock.assert_called_once_with(a=1, b=3)
cls = create_autospec(Class)
instance = cls(1)
print(isinstance(instance, Class), instance.constant == 1)
cls.static(1, 2)
for wrong in (lambda: mock(), cls, lambda: instance.method(), lambda: cls.static(1), lambda: instance.missing, lambda: instance(),
              lambda: mock(1, 2, 3)):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
coroutine = instance.coroutine()
print(inspect.iscoroutine(coroutine))
coroutine.close()
seal(instance)
try:
    instance.method.new
except AttributeError as error:
    print(error)
