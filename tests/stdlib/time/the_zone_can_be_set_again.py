# tzset() reads TZ again, and the module's constants follow.
import os
import time

for zone in ("EST+05EDT,M4.1.0,M10.5.0", "UTC0", "AEST-10AEDT-11,M10.5.0,M3.5.0"):
    os.environ["TZ"] = zone
    time.tzset()
    print(time.tzname, time.daylight, time.timezone, time.altzone, time.strftime("%H %Z", time.localtime(0)))
try:
    time.strftime("%S\0", time.gmtime(0))
except ValueError as error:
    print(error)
