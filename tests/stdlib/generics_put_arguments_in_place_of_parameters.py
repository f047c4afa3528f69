# Subscripting a generic replaces its parameters: type variables, defaults, tuples of types, and parameter lists, in every kind of alias.
import pickle
from collections.abc import Callable as AbstractCallable
from typing import Callable, Concatenate, Dict, Generic, List, NoDefault, ParamSpec, Tuple, TypeVar, TypeVarTuple, Union, Unpack

T, S = TypeVar("T"), TypeVar("S")
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")


class Box(Generic[T]): pass
class Pair(Generic[T, S]): pass
class Row(Generic[T, *Ts]): pass
class Job(Generic[P, T]): pass
class Only(Generic[P]): pass
class New[A, *B, **C]: pass


def attempt(function):
    try:
        print(function())
    except TypeError as error:
        print("TypeError:", error)


print(List[T][int], Dict[T, List[S]][int, str], Union[T, List[T]][int], Tuple[T, ...][int], list[T][int], dict[str, T][int])
print(Pair[T, List[S]][int, str], Box[Pair[T, int]][str], Pair[Box[T], S].__parameters__)
print(Row[int, str, float], Row[T, *Ts][int], Row[int], Row[int, *tuple[str, float]])
print(Callable[[T], S][int, str], Callable[P, T][[int, str], float], Callable[Concatenate[int, P], T][[str], float])
print(AbstractCallable[[int, T], str][float], Job[[int, str], float], Only[int, str], Only[[int, str]], Only[...])
print(Job[[int, str], float].__args__, Job[P, T][[int], str].__args__, New.__orig_bases__, New[int, str, float, [bytes]].__args__)
attempt(lambda: Box[int, str])
attempt(lambda: Pair[int])
attempt(lambda: Job[int])
attempt(lambda: List[int][str])
attempt(lambda: Dict[T, S][int])
attempt(lambda: Row[()])
attempt(lambda: Job[int, str])
attempt(lambda: Generic[int])
attempt(lambda: Generic[T, T])
attempt(lambda: type("Derived", (TypeVar,), {}))


class Defaults[A, B = str, *C = *tuple[int, bool]]: pass


print(Defaults[int].__args__, Defaults[int, float].__args__, Defaults[int, float, bytes].__args__, NoDefault is type(NoDefault)())
type Alias[X] = list[X]
type Plain = int
print(Alias[int], Alias[T][str], Alias.__module__, pickle.loads(pickle.dumps(Plain)) is Plain)
attempt(lambda: Plain[int])
