# Aliases are one object after copying and pickling; what Annotated holds need not have a hash.
import copy
import pickle
import typing
from typing import *

T = TypeVar("T")
UserId = NewType("UserId", int)
for one in (List, Tuple, Dict, Callable, Mapping, UserId, Any, T, Optional):
    print(one, copy.copy(one) is one, copy.deepcopy(one) is one, pickle.loads(pickle.dumps(one)) is one)
for one in (List[int], Tuple[int, str], Tuple[()], Union[int, str], Optional[int], Callable[[int], str], Callable[..., int], Annotated[int, 1, [2]],
            Literal["a", 1], ClassVar[int], Dict[str, T], Generator[int, None, str]):
    print(one, copy.copy(one) == one, pickle.loads(pickle.dumps(one)) == one)
print(List.__name__, List[int].__name__, Union[int, str].__name__, Annotated[int, 1].__qualname__)
print(Union[Annotated[int, {}], str] == Union[str, Annotated[int, {}]], Union[Annotated[int, {}], str] == Union[str, Annotated[int, []]])
print(Literal[[], []].__args__, Literal[int], Literal[1, 1, True].__args__)
for not_iterable in (Union[int, str], Callable[[int], int], List, ClassVar, Annotated[int, 1]):
    try:
        iter(not_iterable)
    except TypeError as error:
        print(error)
for make in (
    lambda: List[ClassVar[int]], lambda: Optional[Final[int]], lambda: TypeVar("X", bound=Union),
    lambda: TypeVar("X", covariant=True, infer_variance=True),
):
    try:
        print(make())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


class X(Annotated[int, 1]):
    pass


print(X.__mro__)


class P(Protocol):
    x: int


class Q(P):
    def __init__(self):
        super().__init__()
        self.x = 1


print(Q().x)


@runtime_checkable
class R(Protocol):
    y: int


class S:
    pass


R.register(S)
print(isinstance(S(), R))
try:
    class Wrong(typing.MutableMapping, Protocol):
        pass
except TypeError as error:
    print(error)
