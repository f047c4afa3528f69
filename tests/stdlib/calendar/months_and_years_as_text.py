# oracle: 3.13
import calendar

print(calendar.month(2024, 2))
print(calendar.TextCalendar(6).formatyear(2023, m=4)[:300])
print(calendar.monthrange(2023, 2), calendar.isleap(1900), calendar.leapdays(1900, 2001), calendar.timegm((2024, 2, 29, 12, 0, 0)))
print(calendar.monthcalendar(2021, 2), calendar.day_name[0], calendar.month_abbr[12], calendar.HTMLCalendar().formatmonth(2024, 2)[:200])
try:
    calendar.monthrange(2023, 13)
except calendar.IllegalMonthError as e:
    print(e)
