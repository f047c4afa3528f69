# The reflected methods of dates and durations are there and answer for what they know.
from datetime import date, datetime, timedelta, timezone

day, later = date(2024, 1, 1), date(2024, 3, 1)
print(day.__rsub__(later), day.__rsub__(timedelta(1)), day.__rsub__(3))
moment = datetime(2024, 1, 1, 12)
print(moment.__rsub__(datetime(2024, 1, 2)), moment.__rsub__(timedelta(1)), moment.__rsub__(None))
try:
    moment.__rsub__(datetime(2024, 1, 2, tzinfo=timezone.utc))
except TypeError as error:
    print(error)
hour, week = timedelta(hours=1), timedelta(weeks=1)
print(hour.__rtruediv__(week), hour.__rfloordiv__(week), hour.__rmod__(week), hour.__rdivmod__(week))
print(hour.__rtruediv__(2), hour.__rfloordiv__(2), hour.__rmod__(2), hour.__rdivmod__(2))
for operation in (lambda: 2 / hour, lambda: 2 // hour, lambda: 2 % hour, lambda: divmod(2, hour), lambda: 3 - day):
    try:
        operation()
    except TypeError as error:
        print(error)
