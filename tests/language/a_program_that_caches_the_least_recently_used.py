class Cache:
    def __init__(self, size):
        self.size, self.data, self.hits, self.misses = size, {}, 0, 0
    def __call__(self, function):
        def wrapper(*args):
            if args in self.data:
                self.hits += 1
                value = self.data.pop(args)
            else:
                self.misses += 1
                value = function(*args)
                if len(self.data) >= self.size:
                    self.data.pop(next(iter(self.data)))
            self.data[args] = value
            return value
        wrapper.cache = self
        return wrapper
@Cache(3)
def square(x):
    print("computing", x)
    return x * x
print([square(x) for x in (1, 2, 3, 1, 4, 2, 1)], square.cache.hits, square.cache.misses, list(square.cache.data))
from functools import lru_cache
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info())
