# What a class derived from collections.abc.Generator returns from close().
import collections.abc


class Counter(collections.abc.Generator):
    def send(self, value):
        return 1

    def throw(self, kind, value=None, traceback=None):
        if self.answer is not None:
            raise self.answer


for answer in (GeneratorExit(), StopIteration(4), None):
    counter = Counter()
    counter.answer = answer
    try:
        print(counter.close())
    except RuntimeError as error:
        print(error)
