import zoneinfo, pickle, copy
from zoneinfo import ZoneInfo
from datetime import datetime, timedelta, timezone, time
import io
for key in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe", "Asia/Tokyo", "America/Sao_Paulo", "Etc/GMT+5", "Antarctica/Troll", "Pacific/Apia"):
    z = ZoneInfo(key)
    print(key, repr(z), str(z), z is ZoneInfo(key), z.key)
    h = 0
    for y in list(range(1900, 2060, 7)) + [2024]:
        for m in range(1, 13):
            for d in (1, 15, 28):
                t = datetime(y, m, d, 2, 30, tzinfo=z)
                f = t.replace(fold=1)
                u = datetime(y, m, d, 1, 15, tzinfo=timezone.utc).astimezone(z)
                h = hash((h, t.utcoffset(), t.dst(), t.tzname() == "x", f.utcoffset(), u.isoformat().count("0"), u.fold, u.minute, u.hour))
                if y == 2024 and d == 28:
                    print(t.isoformat(), t.tzname(), t.dst(), u.isoformat())
    print(h)
b = ZoneInfo("Europe/Berlin")
for t in (datetime(2020, 10, 25, 0, 30), datetime(2020, 10, 25, 1, 30), datetime(2037, 10, 25, 1, 30), datetime(2050, 10, 30, 0, 30), datetime(2050, 10, 30, 1, 30), datetime(2050, 3, 27, 1, 0)):
    u = t.replace(tzinfo=timezone.utc).astimezone(b)
    print(u, u.fold, u.tzname(), u.utcoffset())
for t in (datetime(2020, 3, 29, 2, 30), datetime(2050, 3, 27, 2, 30), datetime(2020, 10, 25, 2, 30), datetime(2050, 10, 30, 2, 30)):
    for f in (0, 1):
        x = t.replace(tzinfo=b, fold=f)
        print(x, x.tzname(), x.dst(), x.astimezone(timezone.utc))
print(time(1, 2, tzinfo=b).utcoffset(), time(1, 2, tzinfo=ZoneInfo("UTC")).utcoffset(), time(1, tzinfo=ZoneInfo("Asia/Tokyo")).utcoffset(), b.utcoffset(None), b.tzname(None))
for k in ("Nope/Zone", "/etc/passwd", "../x", "Europe//Berlin", "Europe"):
    try:
        ZoneInfo(k)
    except Exception as e:
        print(type(e), e)
print(pickle.loads(pickle.dumps(b)) is b, copy.copy(b) is b, ZoneInfo.no_cache("Europe/Berlin") is b, "Europe/Berlin" in zoneinfo.available_timezones(), len(zoneinfo.available_timezones()) > 100)
with open("/usr/share/zoneinfo/Europe/Paris", "rb") as f:
    z = ZoneInfo.from_file(f, key="my/key")
    print(repr(z), datetime(2020, 7, 1, tzinfo=z))
with open("/usr/share/zoneinfo/Europe/Paris", "rb") as f:
    z = ZoneInfo.from_file(f)
    print(repr(z)[:40], z.key)
try:
    pickle.dumps(z)
except pickle.PicklingError as e:
    print(e)
try:
    ZoneInfo.from_file(io.BytesIO(b"xxxx"))
except ValueError as e:
    print(e)
try:
    zoneinfo.reset_tzpath(["rel"])
except ValueError as e:
    print(e)
try:
    zoneinfo.reset_tzpath("rel")
except TypeError as e:
    print(e)
try:
    b.fromutc(datetime(2020, 1, 1))
except ValueError as e:
    print(e)
ZoneInfo.clear_cache()
print(ZoneInfo("Europe/Berlin") is b)
ZoneInfo.clear_cache(only_keys=["UTC"])

class S(ZoneInfo):
    pass
print(repr(S("UTC")), S("UTC") is S("UTC"), datetime(2020, 1, 1, tzinfo=S("UTC")) == datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC")))
dt = datetime(2020, 10, 31, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
print(dt, dt.tzname(), dt + timedelta(days=1), (dt + timedelta(days=1)).tzname())
zoneinfo.reset_tzpath()
print(isinstance(zoneinfo.TZPATH, tuple))
