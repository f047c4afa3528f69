from typing import Any, Callable, Dict, Generic, List, Literal, Optional, TypeVar, Union, get_args, get_origin

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, value):
        self.value = value


print(List[int], Dict[str, List[T]], Optional[int], Union[int, str], Callable[[int], str], Literal[1, "a"], Any, T)
print(Box[int], Box[int](3).value, List[T][int], get_origin(Dict[int, str]), get_args(Dict[int, str]))
print(Union[int, int], Optional[int] == Union[None, int])
