# Instances of a subclass of partial have one dictionary, which copies and pickles take along.
import copy
import functools


class Partial(functools.partial):
    pass


def capture(*args, **kwargs):
    return args, kwargs


for kind in (functools.partial, Partial):
    made = kind(capture, "a", key=[True])
    made.attribute = []
    print(made.__dict__, vars(made) is made.__dict__, made.__reduce__()[2][3])
    copied, deep = copy.copy(made), copy.deepcopy(made)
    print(copied.attribute is made.attribute, copied.keywords is made.keywords, deep.attribute == made.attribute,
          deep.attribute is made.attribute, copied())
    made.__setstate__((capture, (1,), {"a": 10}, None))
    print(made.__dict__, made())
    made.__setstate__((capture, (1,), {"a": 10}, {"other": 3}))
    print(made.__dict__, made.other, hasattr(made, "attribute"))
    made.__dict__ = {"last": 4}
    print(made.last, hasattr(made, "other"))
