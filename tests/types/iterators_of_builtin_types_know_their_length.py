import operator
for iterable in ([1, 2, 3], (1, 2), "abcd", {"a": 1}, range(5), b"xy", reversed([1, 2])):
    it = iter(iterable)
    before = operator.length_hint(it)
    next(it)
    print(type(it).__name__, before, operator.length_hint(it))
print(operator.length_hint(5, 7) if False else operator.length_hint(object(), 7), operator.length_hint([1]))
class Hint:
    def __length_hint__(self):
        return 3
    def __iter__(self):
        return iter("abc")
print(operator.length_hint(Hint()), list(Hint()))
