# Needs 3.12 or later.
# expect: 5 T
# expect: [1, 2] ('T',)
# expect: Pair
# expect: list[int]
# expect: ('K', 'V')
def identity[T](x: T) -> T:
    return x
class Box[T]:
    def __init__(self, items: list[T]):
        self.items = items
type Pair = tuple[int, int]
type Table[K, V] = dict[K, V]
type Numbers = list[int]
print(identity(5), identity.__type_params__[0])
print(Box([1, 2]).items, tuple(str(p) for p in Box.__type_params__))
print(Pair)
print(Numbers.__value__)
print(tuple(p.__name__ for p in Table.__type_params__))
