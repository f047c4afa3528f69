class Count:
    def __init__(self, stop):
        self.i, self.stop = 0, stop
    def __iter__(self):
        return self
    def __next__(self):
        if self.i >= self.stop:
            raise StopIteration
        self.i += 1
        return self.i
print(list(Count(3)), sum(Count(4)), [x for x in Count(2)])
it = iter([1, 2])
print(next(it), next(it), next(it, "default"), iter(it) is it)
try:
    next(it)
except StopIteration as stop:
    print("stopped", stop.value)
values = iter([1, 2, 0, 3])
print(list(iter(lambda: next(values), 0)))
class Bad:
    def __iter__(self):
        return 1
for thing in (Bad(), 5):
    try:
        iter(thing)
    except TypeError as error:
        print(error)
try:
    next([])
except TypeError as error:
    print(error)
