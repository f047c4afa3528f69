import functools
import warnings


class Example:
    plain = functools.partial(lambda *args: args, 1)
    wrapped = staticmethod(functools.partial(lambda *args: args, 1))


for action in (lambda: Example().plain(2), lambda: Example.plain(2), lambda: Example().wrapped(2), lambda: functools.partial(max, 1)(2)):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(action(), [(each.category.__name__, str(each.message)) for each in caught])
