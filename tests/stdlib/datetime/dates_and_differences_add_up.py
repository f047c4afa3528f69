from datetime import date, datetime, timedelta, timezone

day = date(2024, 2, 29)
print(day, repr(day), day + timedelta(days=1), day - date(2023, 1, 1), day.isocalendar()[1], day.strftime("%d.%m.%Y"))
moment = datetime(2024, 3, 10, 15, 4, 5, 678901, tzinfo=timezone.utc)
print(moment.isoformat(), moment + timedelta(hours=10), moment.astimezone(timezone(timedelta(hours=2))), moment.timestamp())
print(datetime.strptime("2024-03-10 15:04", "%Y-%m-%d %H:%M"), datetime.fromisoformat("2024-03-10T15:04:05+02:00"))
print(timedelta(days=-1, hours=3), timedelta(hours=5) / timedelta(minutes=50), timedelta(seconds=1.5) * 2)
