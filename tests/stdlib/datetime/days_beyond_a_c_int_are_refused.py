# oracle: 3.13
import datetime

for days in (999999999, 1000000000, -1000000000, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 10**10, 10**30):
    try:
        print(datetime.timedelta(days=days).days)
    except OverflowError as error:
        print(error)
