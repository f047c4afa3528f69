# NamedTuple classes may be generic; keys of a TypedDict inherit whether they are required and may be changed.
import warnings
from typing import Annotated, Generic, NamedTuple, NotRequired, ReadOnly, Required, TypedDict, TypeVar

T = TypeVar("T")


class Named:
    def __set_name__(self, owner, name):
        self.name = name


class Pair(NamedTuple, Generic[T]):
    first: T
    second: Named = Named()
    third = Named()


print(Pair.__mro__, Pair.__parameters__, Pair[int], Pair[int](1).first, Pair.__orig_bases__[1])
print(Pair(1).second.name if hasattr(Pair(1).second, "name") else "unnamed", Pair.third.name)


class Failing:
    def __set_name__(self, owner, name):
        raise KeyError(name)


try:
    class Bad(NamedTuple):
        attribute = Failing()
except KeyError as error:
    print(error, error.__notes__)
for bases in ((NamedTuple, int), (NamedTuple, NamedTuple), (NamedTuple, Pair)):
    try:
        exec("class Bad(*bases): pass")
    except TypeError as error:
        print(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for make in (lambda: NamedTuple("X"), lambda: NamedTuple("X", None), lambda: NamedTuple("X", a=int), lambda: NamedTuple("X", None, a=int),
                 lambda: NamedTuple("X", [], a=int), lambda: TypedDict("X"), lambda: TypedDict("X", None), lambda: TypedDict("X", {})):
        try:
            print(make().__annotations__)
        except TypeError as error:
            print(error)
for one in caught:
    print(one.category.__name__, one.message, one.filename == __file__)


class A(TypedDict):
    a: ReadOnly[int]


class B(TypedDict, total=False):
    a: int


class C(TypedDict):
    a: Annotated[Required[ReadOnly[int]], 1]
    b: Required[Annotated[ReadOnly[int], 1]]
    c: ReadOnly[NotRequired[Annotated[int, 1]]]


class D(A):
    a: int


class E(A, B):
    pass


class F(B, A):
    pass


for each in (A, B, C, D, E, F):
    print(each.__name__, *(sorted(getattr(each, f"__{kind}_keys__")) for kind in ("required", "optional", "readonly", "mutable")), [one.__name__ for one in each.__orig_bases__])
try:
    class G(B):
        a: ReadOnly[int]
except TypeError as error:
    print(error)
