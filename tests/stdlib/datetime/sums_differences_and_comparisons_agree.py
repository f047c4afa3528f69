# Random days, times and differences: what one operation makes, others confirm; at the ends of the calendar they fail.
import random
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone

generator = random.Random(5)


def some_moment():
    return datetime(generator.choice([1, 4, 100, 400, 1900, 2000, 2024, MAXYEAR, generator.randint(1, MAXYEAR)]),
                    generator.randint(1, 12), generator.randint(1, 28), generator.randint(0, 23),
                    generator.randint(0, 59), generator.randint(0, 59), generator.choice([0, 999999, generator.randrange(10**6)]))


def some_difference():
    return timedelta(generator.choice([0, 1, -1, -400000, generator.randint(-4 * 10**6, 4 * 10**6)]),
                     generator.randint(-10**5, 10**5), generator.randint(-2 * 10**6, 2 * 10**6))


def microseconds(difference):
    return (difference.days * 86400 + difference.seconds) * 10**6 + difference.microseconds


def key(moment):
    return moment.timetuple()[:6], moment.microsecond


out_of_range = 0
for _ in range(3000):
    a, b, t, u = some_moment(), some_moment(), some_difference(), some_difference()
    difference = a - b
    assert b + difference == a and a - difference == b and difference == -(b - a)
    assert (a < b, a <= b, a == b, a > b, a >= b) == tuple(
        getattr(key(a), name)(key(b)) for name in ("__lt__", "__le__", "__eq__", "__gt__", "__ge__"))
    assert (a.date() < b.date(), a.time() < b.time()) == (key(a)[0][:3] < key(b)[0][:3], (key(a)[0][3:], key(a)[1]) < (key(b)[0][3:], key(b)[1]))
    assert a.date() - b.date() == timedelta(a.toordinal() - b.toordinal())
    assert date.fromordinal(a.toordinal()) == a.date() and a.weekday() == (a.toordinal() + 6) % 7
    assert microseconds(t + u) == microseconds(t) + microseconds(u) and microseconds(t - u) == microseconds(t) - microseconds(u)
    assert microseconds(-t) == -microseconds(t) and (t < u, t == u) == (microseconds(t) < microseconds(u), microseconds(t) == microseconds(u))
    assert t == timedelta(microseconds=microseconds(t)) and 0 <= t.seconds < 86400 and 0 <= t.microseconds < 10**6
    try:
        moved = a + t
    except OverflowError as error:
        out_of_range += 1
        assert str(error) == "date value out of range"
        ordinal = a.toordinal() + (microseconds(t) + microseconds(a - datetime.combine(a, time()))) // (86400 * 10**6)
        assert not 1 <= ordinal <= date.max.toordinal()
    else:
        assert moved - a == t and moved - t == a and microseconds(moved - a) == microseconds(t)
    for text in (a.isoformat(), str(a), a.isoformat(timespec="minutes")):
        read = datetime.fromisoformat(text)
        assert read == a.replace(second=read.second, microsecond=read.microsecond)
    zone = timezone(timedelta(minutes=generator.randint(-1439, 1439)))
    there = datetime.fromisoformat(a.replace(tzinfo=zone).isoformat())
    assert there == a.replace(tzinfo=zone) and there - a.replace(tzinfo=timezone.utc) == -zone.utcoffset(None)
print(out_of_range > 100)


class Day(date):
    pass


class Moment(datetime):
    pass


print(repr(Day(2020, 1, 31) + timedelta(1)), repr(Moment(2020, 1, 31, 23) + timedelta(hours=1)), repr(Moment(2020, 1, 1) - timedelta(1)),
      Moment(2020, 1, 1) - datetime(2019, 1, 1), Moment.fromisoformat("2020-01-02") < datetime(2020, 1, 3))
for arguments in [(2020, 2, 30), (0, 1, 1), (2020, 13, 1), ("a", 1, 1), (2020, 1), (2020.0, 1, 1), (True, True, True),
                  (2020, 1, 1, 24), (2020, 1, 1, 0, 0, 0, 10**6), (2020, 1, 1, 0, 0, 0, 0, 3)]:
    try:
        print(datetime(*arguments))
    except (TypeError, ValueError) as error:
        print(arguments, type(error).__name__, error)
for parts in ({"days": 10**9}, {"days": -10**9}, {"microseconds": 10**20}, {"weeks": 1, "hours": -3}, {"days": 1.5},
              {"days": 999999999, "seconds": 86400}, {"days": "a"}):
    try:
        print(repr(timedelta(**parts)))
    except (TypeError, OverflowError) as error:
        print(parts, type(error).__name__, error)
