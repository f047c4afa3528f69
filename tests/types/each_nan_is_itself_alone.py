# NaN is equal to nothing, but containers ask for identity first: each NaN is one object.
import struct
nan = float("nan")
other = float("nan")
print(nan is nan, nan == nan, nan is other)
print([nan] == [nan], [nan] == [other], (nan,) == (nan,), (nan,) == (other,))
print(nan in [nan], other in [nan], [nan].index(nan), [nan].count(other))
print({nan: 1}.get(nan), {nan: 1}.get(other), len({nan, other, nan}))
print({"a": nan} == {"a": nan}, {"a": nan} == {"a": other})
print(float(nan) is nan, (nan + 1) is nan, float("inf") - float("inf") == nan)
print(struct.pack("<d", nan), struct.pack("<f", other), repr(nan), nan != nan)
