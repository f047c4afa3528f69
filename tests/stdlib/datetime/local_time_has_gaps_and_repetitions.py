# Where the clock is put back, fold tells which of two moments is meant; where it is put forward, times that never were
# are taken with the offset from before, or after with fold.
import os
import time
from datetime import date, datetime, timedelta, timezone

days = {"Europe/Berlin": [(2024, 3, 31, 2), (2024, 10, 27, 2)], "America/New_York": [(2024, 3, 10, 2), (2024, 11, 3, 1)],
        "Australia/Lord_Howe": [(2024, 10, 6, 2), (2024, 4, 7, 1)], "UTC": [(2024, 1, 1, 0)]}
for zone, hours in days.items():
    os.environ["TZ"] = zone
    time.tzset()
    print(zone)
    for hour in hours:
        for minute in (0, 15, 45):
            for fold in (0, 1):
                moment = datetime(*hour, minute, fold=fold)
                stamp = moment.timestamp()
                back = datetime.fromtimestamp(stamp)
                print(stamp, back, back.fold, moment.astimezone().isoformat(), moment.astimezone(timezone.utc).isoformat())
    for stamp in (0, -1, 1.5e-6, 2.5e-6, -0.5, 1e9 + 0.1, -1e9, 2**31, 253400000000, True):
        print(datetime.fromtimestamp(stamp, timezone.utc), date.fromtimestamp(stamp),
              datetime.fromtimestamp(stamp).astimezone(timezone.utc) == datetime.fromtimestamp(stamp, timezone.utc))
for stamp in (1e20, -1e20, float("nan"), "a", None, 10**30):
    try:
        print(datetime.fromtimestamp(stamp, timezone.utc))
    except (TypeError, ValueError, OverflowError) as error:
        print(stamp, type(error).__name__, error)
