# A method of a built-in object is pickled as the attribute that it is.
import copyreg
import pickle

for method in ("abc".__len__, [1, 2].__contains__, (5).__add__, {"a": 1}.__getitem__, [3].count):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(method, protocol))
        assert again.__self__ == method.__self__ and again.__name__ == method.__name__
print(pickle.loads(pickle.dumps("abc".__len__))(), pickle.loads(pickle.dumps((5).__add__))(2), pickle.dispatch_table is copyreg.dispatch_table)
