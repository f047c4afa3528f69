import datetime
import os
import time

for zone in ("UTC", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0"):
    os.environ["TZ"] = zone
    time.tzset()
    local, utc = time.localtime(10**9), time.gmtime(10**9)
    for moment in (local, utc, tuple(local), tuple(utc), (2020, 7, 1, 12, 0, 0, 2, 183, -1), (2020, 7, 1, 12, 0, 0, 2, 183, 1),
                   datetime.datetime(2020, 7, 1).timetuple(), time.struct_time((2020, 1, 1, 0, 0, 0, 0, 1, 0)), time.strptime("2020", "%Y"),
                   datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc).timetuple()):
        print(repr(time.strftime("%Z|%z|%s|%Y-%m-%d %H:%M:%S", moment)))
    print(datetime.datetime(2020, 7, 1, 1, 2, 3, 4).strftime("%Y-%m-%d|%H:%M:%S.%f|%Z|%z|%j|%%f|%a"))
