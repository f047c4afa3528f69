import functools
import inspect


def every(a, b: int, /, c=1, *rest, d, e: str = "x", **more) -> list[int]: pass
def simple(x, y=2): pass
def names(*, only): pass
@functools.wraps(simple)
def wrapped(*args): pass


class Thing:
    def __init__(self, size, *parts): pass
    def method(self, one, two=None): pass
    @classmethod
    def make(cls, z): pass
    def __call__(self, q): pass


for function in (every, simple, names, wrapped, Thing, Thing(1).method, Thing.method, Thing.make, Thing(1), lambda: 0,
                 functools.partial(simple, 1), functools.partial(simple, x=1)):
    print(inspect.signature(function))
signature = inspect.signature(every)
print([(name, parameter.kind.name) for name, parameter in signature.parameters.items()], signature.parameters["b"])
bound = signature.bind(1, 2, 3, 4, 5, d=6, z=7)
print(bound, bound.args, bound.kwargs)
bound = inspect.signature(simple).bind(5)
bound.apply_defaults()
print(bound.arguments, inspect.signature(simple) == inspect.signature(wrapped))
for call in (lambda: signature.bind(1), lambda: inspect.signature(simple).bind(1, 2, 3), lambda: inspect.signature(3),
             lambda: inspect.signature(simple).bind(1, x=2), lambda: inspect.signature(simple).bind(1, z=2),
             lambda: inspect.Signature([inspect.Parameter("a", inspect.Parameter.KEYWORD_ONLY),
                                        inspect.Parameter("b", inspect.Parameter.VAR_POSITIONAL)])):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
