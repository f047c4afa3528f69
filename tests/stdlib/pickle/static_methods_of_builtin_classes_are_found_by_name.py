# str.maketrans and its like know the class that they belong to.
import copy
import pickle

for method in (str.maketrans, bytes.maketrans, bytearray.maketrans, dict.fromkeys, str.join):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(method, protocol)) == method
    print(method.__qualname__, copy.deepcopy(method) == method)
print(str.maketrans.__reduce__()[1], str.maketrans.__self__, repr(str.maketrans).partition(" at ")[0])
print(str.maketrans("ab", "cd"), "x".maketrans({"a": 1}))
