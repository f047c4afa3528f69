# Classes and objects whose __new__, __init__ or __call__ are class methods, callables or built-in; parameters do not change.
import copy
import functools
import inspect
import pickle
import warnings

warnings.simplefilter("ignore")


class Callable:
    def __call__(self, a, b=1):
        return a, b


class WithClassMethod:
    @classmethod
    def __new__(cls, own, a):
        return cls.__name__, own.__name__, a


class WithStatic:
    __new__ = staticmethod(Callable())


class WithPartial:
    __new__ = functools.partial(lambda *arguments: arguments, 2)


class Meta(type):
    __call__ = ":".join


class OfMeta(metaclass=Meta):
    pass


class CallableMeta(type):
    __call__ = Callable()


class OfCallableMeta(metaclass=CallableMeta):
    pass


class Initialized:
    @classmethod
    def __init__(cls, *, key):
        pass


class Both:
    def __new__(cls, *args):
        return super().__new__(cls)


class Inherited(Both):
    def __init__(self, a):
        pass


class Object:
    @staticmethod
    def __call__(a, b):
        return a


print(WithClassMethod(1), WithStatic(1), WithPartial(1), OfMeta(["a", "b"]), OfCallableMeta(1))
for thing in (WithClassMethod, WithStatic, OfCallableMeta, Initialized, Both, Inherited, Object(), Callable()):
    print(type(thing).__name__, inspect.signature(thing))

parameter = inspect.Parameter("a", inspect.Parameter.KEYWORD_ONLY, default={})
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    print(pickle.loads(pickle.dumps(parameter, protocol)) == parameter, end=" ")
print(copy.copy(parameter) == parameter)
for name in ("name", "kind", "other"):
    try:
        setattr(parameter, name, 1)
    except AttributeError:
        print(name, "cannot be set")
for arguments in (("a", "kind"), ("a", 9), ("class", inspect.Parameter.KEYWORD_ONLY), ("1", inspect.Parameter.KEYWORD_ONLY)):
    try:
        inspect.Parameter(*arguments)
    except ValueError as error:
        print(error)
print(inspect.Parameter("class", inspect.Parameter.POSITIONAL_ONLY))
first = inspect.signature(lambda a, *, b={}, c=[]: 1)
second = inspect.signature(lambda a, *, c=[], b={}: 1)
print(first == second, first == inspect.signature(lambda a, *, b={}: 1))
try:
    inspect.getcallargs(lambda a, b, c: 1)
except TypeError as error:
    print(error)
print(inspect.isroutine(functools.partial(print)), inspect.ismethoddescriptor(functools.partial(print)))
