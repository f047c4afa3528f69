import functools

calls = []


@functools.lru_cache(maxsize=2)
def square(number):
    calls.append(number)
    return number * number


print([square(number) for number in (1, 2, 1, 3, 2)], calls)
print(square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(4))
