# The bytes of CPython, and its pickles read back.
import pickle
from datetime import date, datetime, time, timedelta, timezone

zone = timezone(timedelta(hours=1), "z")
for obj in [date(2020, 1, 2), date(1, 12, 31), datetime(2020, 1, 2, 3, 4, 5, 678901), datetime(2020, 1, 2, fold=1), time(1, 2, 3, 4), time(23, fold=1),
            timedelta(1, 2, 3), datetime(2020, 1, 2, tzinfo=zone), time(5, tzinfo=zone)]:
    for protocol in range(6):
        data = pickle.dumps(obj, protocol)
        if protocol < 4 or type(obj) is not datetime:
            # CPython has the name of the class and that of its module as two strings, we as one.
            print(data)
        copy = pickle.loads(data)
        assert copy == obj and repr(copy).replace(", fold=1", "") == repr(obj).replace(", fold=1", "")
