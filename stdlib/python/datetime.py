"""Dates and times in the proleptic Gregorian calendar, and the differences between them.

All objects are immutable. Arithmetic goes through two numbers: the ordinal of a day (1 January of year 1 is 1), and the
microseconds of a timedelta.
"""

import math as _math
import time as _time
from _datetime_numbers import (compare_dates as _compare_dates, compare_moments as _compare_moments, compare_timedeltas as _compare_timedeltas,
                               compare_times as _compare_times, date_difference as _date_difference, date_from_ordinal as _from_ordinal,
                               is_valid as _is_valid, local_seconds as _local_seconds, moment_difference as _moment_difference,
                               moment_of_timestamp as _moment_of_timestamp, moment_sum as _moment_sum, new_timedelta as _new_timedelta,
                               ordinal as _ordinal, parse_iso as _parse_iso, timedelta_sum as _timedelta_sum)
from _static_type import static_type as _static_type
from operator import index as _index

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059

_month_names = (None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_day_names = (None, "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_days_in_months = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_days_before_months = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


# --- The calendar ------------------------------------------------------------------------------------------------------------

def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    years = year - 1
    return years * 365 + years // 4 - years // 100 + years // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _days_in_months[month]


def _days_before_month(year, month):
    return _days_before_months[month] + (month > 2 and _is_leap(year))


def _to_ordinal(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _first_iso_monday(year):
    """The ordinal of the Monday that begins the first ISO week of a year."""
    first = _to_ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _shown_name(cls):
    """How repr() names a class: those of this module with the module."""
    return f"datetime.{cls.__name__}" if cls.__module__ == "datetime" else cls.__name__


def _refuse_missing(month):
    position, name = (2, "month") if month is None else (3, "day")
    raise TypeError(f"function missing required argument '{name}' (pos {position})")


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type %r" % type(zone).__name__)


def _check_state_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError("bad tzinfo state arg")
    return zone


def _check_offset(name, offset):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                         f"not {offset!r}")


def _format_offset(offset, separator=":"):
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign = "-"
        offset = -offset
    minutes, seconds = divmod(offset.seconds, 60)
    text = f"{sign}{minutes // 60 + offset.days * 24:02d}{separator}{minutes % 60:02d}"
    if seconds or offset.microseconds:
        text += f"{separator}{seconds:02d}"
        if offset.microseconds:
            text += f".{offset.microseconds:06d}"
    return text


def _format_clock(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


def _strftime(obj, format, time_tuple):
    """time.strftime() with the directives that need more than the tuple filled in first."""
    if time_tuple[0] >= 1000 and not ("%f" in format or "%z" in format or "%Z" in format or "%:" in format):
        return _time.strftime(format, time_tuple)
    pieces = []
    position = 0
    while position < len(format):
        percent = format.find("%", position)
        if percent < 0 or percent + 1 >= len(format):
            break
        pieces.append(format[position:percent])
        letter = format[percent + 1]
        position = percent + 2
        if letter == "f":
            pieces.append("%06d" % getattr(obj, "microsecond", 0))
        elif letter == "z":
            pieces.append(_format_offset(obj.utcoffset(), "") if hasattr(obj, "utcoffset") else "")
        elif letter == ":" and format[position:position + 1] == "z":
            position += 1
            pieces.append(_format_offset(obj.utcoffset()) if hasattr(obj, "utcoffset") else "")
        elif letter == "Z":
            name = obj.tzname() if hasattr(obj, "tzname") else None
            if name is not None and not isinstance(name, str):
                raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(name).__name__}'")
            pieces.append((name or "").replace("%", "%%"))
        elif letter in "YG" and time_tuple[0] < 1000:
            year = time_tuple[0] if letter == "Y" else date(*time_tuple[:3]).isocalendar()[0]
            pieces.append("%04d" % year)
        else:
            pieces.append("%" + letter)
    pieces.append(format[position:])
    return _time.strftime("".join(pieces), time_tuple)


# --- Parsing -----------------------------------------------------------------------------------------------------------------

def _parse_digits(text):
    if not text.isascii() or not text.isdigit():
        raise ValueError
    return int(text)


def _parse_iso_date(text):
    """Return (year, month, day) of YYYY-MM-DD, YYYYMMDD, YYYY-Www-D and their like."""
    year = _parse_digits(text[:4])
    if len(text) < 7 or not text[:4].isdigit() or len(text[:4]) != 4:
        raise ValueError
    has_separator = text[4] == "-"
    rest = text[4 + has_separator:]
    if rest[:1] == "W":
        week = _parse_digits(rest[1:3])
        if len(rest[1:3]) != 2:
            raise ValueError
        day = 1
        rest = rest[3:]
        if rest:
            if (rest[:1] == "-") != has_separator:
                raise ValueError("Invalid use of date separator")
            rest = rest[has_separator:]
            if len(rest) != 1:
                raise ValueError
            day = _parse_digits(rest)
        return _iso_to_gregorian(year, week, day)
    month = _parse_digits(rest[:2])
    rest = rest[2:]
    if (rest[:1] == "-") != has_separator:
        raise ValueError
    rest = rest[has_separator:]
    if len(rest) != 2:
        raise ValueError
    return year, month, _parse_digits(rest)


def _iso_to_gregorian(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        out_of_range = True
        if week == 53:
            first_weekday = _to_ordinal(year, 1, 1) % 7
            if first_weekday == 4 or first_weekday == 3 and _is_leap(year):
                out_of_range = False
        if out_of_range:
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    return _from_ordinal(_first_iso_monday(year) + (week - 1) * 7 + day - 1)


def _parse_clock(text):
    """Return [hour, minute, second, microsecond] of HH, HH:MM, HH:MM:SS, with a fraction, with or without colons."""
    parts = [0, 0, 0, 0]
    position = 0
    has_separator = None
    for index in range(3):
        if len(text) - position < 2:
            raise ValueError("Incomplete time component")
        parts[index] = _parse_digits(text[position:position + 2])
        position += 2
        following = text[position:position + 1]
        if not following or following in ".,":
            break
        if index == 2:
            raise ValueError("Invalid microsecond separator")
        if has_separator is None:
            has_separator = following == ":"
        if has_separator:
            if following != ":":
                raise ValueError("Invalid time separator: %c" % following)
            position += 1
    if text[position:position + 1] in (".", ",") and text[position:]:
        if index != 2:
            raise ValueError
        fraction = text[position + 1:]
        if not fraction:
            raise ValueError("Invalid microsecond component")
        if not fraction.isascii() or not fraction.isdigit():
            raise ValueError("Non-digit values in unparsed fraction")
        parts[3] = int(fraction[:6].ljust(6, "0"))
    return parts


def _parse_iso_time(text):
    """Return hour, minute, second, microsecond and time zone."""
    if len(text) < 2:
        raise ValueError("Isoformat time too short")
    zone_at = max(text.find("-"), text.find("+"), text.find("Z"))
    zone = None
    clock = text
    if zone_at >= 0:
        clock, zone_text = text[:zone_at], text[zone_at + 1:]
        if text[zone_at] == "Z":
            if zone_text:
                raise ValueError
            zone = timezone.utc
        else:
            if len(zone_text) in (0, 1, 3) or zone_text.count(":") and len(zone_text) == 4:
                raise ValueError("Malformed time zone string")
            parts = _parse_clock(zone_text)
            if all(part == 0 for part in parts):
                zone = timezone.utc
            else:
                offset = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2], microseconds=parts[3])
                zone = timezone(-offset if text[zone_at] == "-" else offset)
    return (*_parse_clock(clock), zone)


# --- timedelta ---------------------------------------------------------------------------------------------------------------

def _divide_to_even(a, b):
    """a / b rounded to the nearest integer, half to even."""
    quotient, rest = divmod(a, b)
    rest *= 2
    above = rest > b if b > 0 else rest < b
    if above or rest == b and quotient % 2 == 1:
        quotient += 1
    return quotient


@_static_type
class timedelta:
    """A difference in time, kept as days, seconds and microseconds, of which only days may be negative."""

    __slots__ = ("_days", "_seconds", "_microseconds", "_hashcode")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        if int is type(days) is type(seconds) is type(microseconds) is type(milliseconds) is type(minutes) is type(hours) is type(weeks):
            days += weeks * 7
            seconds += hours * 3600 + minutes * 60
            microseconds += milliseconds * 1000
            made = _new_timedelta(cls, days, seconds, microseconds)
            return made if made is not None else cls._of((days * 86400 + seconds) * 1000000 + microseconds)
        total = 0
        fraction = 0.0
        for name, value, factor in (("days", days, 86400000000), ("seconds", seconds, 1000000),
                                    ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000),
                                    ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
                                    ("weeks", weeks, 604800000000)):
            if isinstance(value, int):
                total += value * factor
            elif isinstance(value, float):
                # The whole part exactly; what is left of all arguments is added up as a float and rounded once.
                rest, whole = _math.modf(value)
                total += int(whole) * factor
                rest, whole = _math.modf(rest * factor)
                total += int(whole)
                fraction += rest
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if fraction:
            whole = round(fraction)
            if abs(fraction - int(fraction)) == 0.5:
                # Half: to the even total, not to the even fraction.
                whole = int(fraction)
                if (total + whole) % 2:
                    whole += 1 if fraction > 0 else -1
            total += whole
        return cls._of(total)

    @classmethod
    def _of(cls, microseconds):
        seconds, microseconds = divmod(microseconds, 1000000)
        days, seconds = divmod(seconds, 86400)
        if not -2147483648 <= days <= 2147483647:
            raise OverflowError("Python int too large to convert to C int")
        if abs(days) > 999999999:
            raise OverflowError("days=%d; must have magnitude <= 999999999" % days)
        self = object.__new__(cls)
        self._days = days
        self._seconds = seconds
        self._microseconds = microseconds
        self._hashcode = -1
        return self

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    days = property(lambda self: self._days, doc="Days; negative for a negative difference.")
    seconds = property(lambda self: self._seconds, doc="Seconds, less than a day.")
    microseconds = property(lambda self: self._microseconds, doc="Microseconds, less than a second.")

    def total_seconds(self):
        """Return all of it in seconds."""
        return self._total() / 10 ** 6

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (("days", self._days), ("seconds", self._seconds),
                                                       ("microseconds", self._microseconds)) if value]
        return f"{_shown_name(self.__class__)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'s' if abs(self._days) != 1 else ''}, " + text
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return _timedelta_sum(timedelta, self, other, 1)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return _timedelta_sum(timedelta, self, other, -1)

    def __rsub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return _timedelta_sum(timedelta, other, self, -1)

    def __neg__(self):
        return _new_timedelta(timedelta, -self._days, -self._seconds, -self._microseconds)

    def __pos__(self):
        return _new_timedelta(timedelta, self._days, self._seconds, self._microseconds)

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._of(_divide_to_even(self._total() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._of(self._total() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide_to_even(self._total(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._of(_divide_to_even(b * self._total(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() % other._total())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            quotient, rest = divmod(self._total(), other._total())
            return quotient, timedelta._of(rest)
        return NotImplemented

    # Only a timedelta can be divided by one.

    def __rfloordiv__(self, other):
        return timedelta.__floordiv__(other, self) if isinstance(other, timedelta) else NotImplemented

    def __rtruediv__(self, other):
        return timedelta.__truediv__(other, self) if isinstance(other, timedelta) else NotImplemented

    def __rmod__(self, other):
        return timedelta.__mod__(other, self) if isinstance(other, timedelta) else NotImplemented

    def __rdivmod__(self, other):
        return timedelta.__divmod__(other, self) if isinstance(other, timedelta) else NotImplemented

    def __eq__(self, other):
        if isinstance(other, timedelta):
            return _compare_timedeltas(self, other) == 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, timedelta):
            return _compare_timedeltas(self, other) < 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, timedelta):
            return _compare_timedeltas(self, other) <= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, timedelta):
            return _compare_timedeltas(self, other) > 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, timedelta):
            return _compare_timedeltas(self, other) >= 0
        return NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash((self._days, self._seconds, self._microseconds))
        return self._hashcode

    def __bool__(self):
        return bool(self._days or self._seconds or self._microseconds)

    def __reduce__(self):
        return self.__class__, (self._days, self._seconds, self._microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


# --- date --------------------------------------------------------------------------------------------------------------------

class IsoCalendarDate(tuple):
    """Year, week and weekday of the ISO calendar."""

    def __new__(cls, year, week, weekday, /):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f"{self.__class__.__module__}.{self.__class__.__qualname__}(year={self[0]}, week={self[1]}, weekday={self[2]})"


def _packed(first, length):
    """The bytes that pickles keep of a day or a time, when that is what `first` is; else None."""
    if isinstance(first, (bytes, str)) and len(first) == length:
        return first if isinstance(first, bytes) else first.encode("latin-1")
    return None


def _pack_time(self, protocol):
    hour = self._hour | 128 if self._fold and protocol > 3 and not isinstance(self, date) else self._hour
    return bytes([hour, self._minute, self._second, *self._microsecond.to_bytes(3, "big")])


@_static_type
class date:
    """A day."""

    __slots__ = ("_year", "_month", "_day", "_hashcode")

    def __new__(cls, year, month=None, day=None):
        if _is_valid(year, month, day):
            self = object.__new__(cls)
            self._year = year
            self._month = month
            self._day = day
            self._hashcode = -1
            return self
        if month is None and (packed := _packed(year, 4)) and 1 <= packed[2] <= 12:
            year, month, day = packed[0] << 8 | packed[1], packed[2], packed[3]
        if month is None or day is None:
            _refuse_missing(month)
        year, month, day = _check_date(year, month, day)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hashcode = -1
        return self

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """Return the local day of a moment in seconds since the epoch."""
        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return cls(*_time.localtime(timestamp)[:3])

    @classmethod
    def today(cls):
        """Return the local day now."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """Return the day of an ordinal."""
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """Return the day of a text in an ISO format."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = _parse_iso(date_string)
        if parts is not None and len(parts) == 3:
            return cls(*parts)
        if len(date_string) not in (7, 8, 10):
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        try:
            parts = _parse_iso_date(date_string)
        except Exception:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """Return the day of an ISO year, week and weekday."""
        return cls(*_iso_to_gregorian(year, week, day))

    year = property(lambda self: self._year, doc="The year.")
    month = property(lambda self: self._month, doc="The month.")
    day = property(lambda self: self._day, doc="The day.")

    def __repr__(self):
        return "%s(%d, %d, %d)" % (_shown_name(self.__class__), self._year, self._month, self._day)

    def ctime(self):
        """Return the text that C's ctime() gives."""
        weekday = self.toordinal() % 7 or 7
        return "%s %s %2d 00:00:00 %04d" % (_day_names[weekday], _month_names[self._month], self._day, self._year)

    def strftime(self, format):
        """Return the text for a format."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError("must be str, not %s" % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def isoformat(self):
        """Return YYYY-MM-DD."""
        return "%04d-%02d-%02d" % (self._year, self._month, self._day)

    __str__ = isoformat

    def timetuple(self):
        """Return the tuple that the module time works with."""
        return _make_time_tuple(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        """Return the number of the day."""
        return _ordinal(self)

    def replace(self, year=None, month=None, day=None):
        """Return a day with some parts changed."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _compare_dates(self, other) == 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _compare_dates(self, other) <= 0
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _compare_dates(self, other) < 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _compare_dates(self, other) >= 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _compare_dates(self, other) > 0
        return NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash((self._year, self._month, self._day))
        return self._hashcode

    def __add__(self, other):
        if isinstance(other, timedelta):
            ordinal = _ordinal(self) + other._days
            if 0 < ordinal <= _MAXORDINAL:
                return type(self).fromordinal(ordinal)
            raise OverflowError("date value out of range")
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return _date_difference(timedelta, self, other)
        return NotImplemented

    def __rsub__(self, other):
        return date.__sub__(other, self) if isinstance(other, date) else NotImplemented

    def weekday(self):
        """Return the day of the week, Monday being 0."""
        return (_ordinal(self) + 6) % 7

    def isoweekday(self):
        """Return the day of the week, Monday being 1."""
        return _ordinal(self) % 7 or 7

    def isocalendar(self):
        """Return year, week and weekday of the ISO calendar."""
        year = self._year
        monday = _first_iso_monday(year)
        today = _to_ordinal(self._year, self._month, self._day)
        week, day = divmod(today - monday, 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _first_iso_monday(year), 7)
        elif week >= 52 and today >= _first_iso_monday(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def __reduce__(self):
        return self.__class__, (bytes([self._year >> 8, self._year & 255, self._month, self._day]),)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


def _make_time_tuple(year, month, day, hour, minute, second, is_dst):
    weekday = (_to_ordinal(year, month, day) + 6) % 7
    return _time.struct_time((year, month, day, hour, minute, second, weekday, _days_before_month(year, month) + day, is_dst))


# --- Time zones --------------------------------------------------------------------------------------------------------------

@_static_type
class tzinfo:
    """The base of time zones."""

    __slots__ = ()

    def tzname(self, dt):
        """Return the name of the zone at a time."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        """Return how much the zone is ahead of UTC at a time."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        """Return how much of that is daylight saving."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """Return the local time of a time in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        saving = dt.dst()
        if saving is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        difference = offset - saving
        if difference:
            dt += difference
            saving = dt.dst()
            if saving is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return dt + saving

    def __reduce__(self):
        get_arguments = getattr(self, "__getinitargs__", None)
        return self.__class__, get_arguments() if get_arguments else (), self.__getstate__()


@_static_type
class timezone(tzinfo):
    """A zone with a fixed offset."""

    __slots__ = ("_offset", "_name")

    def __init_subclass__(cls, **arguments):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    def __new__(cls, offset, name=...):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is ...:
            if not offset:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                             f"{offset!r}.")
        return cls._create(offset, name)

    @classmethod
    def _create(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __getstate__(self):
        return None  # the arguments tell all

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        if isinstance(other, timezone):
            return self._offset == other._offset
        return NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        cls = self.__class__
        if self is self.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return "%s.%s(%r)" % (cls.__module__, cls.__qualname__, self._offset)
        return "%s.%s(%r, %r)" % (cls.__module__, cls.__qualname__, self._offset, self._name)

    def __str__(self):
        return self.tzname(None)

    @staticmethod
    def _check(name, dt):
        if not (isinstance(dt, datetime) or dt is None):
            raise TypeError(f"{name}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")

    def utcoffset(self, dt):
        self._check("utcoffset", dt)
        return self._offset

    def tzname(self, dt):
        self._check("tzname", dt)
        if self._name is not None:
            return self._name
        return "UTC" + _format_offset(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        self._check("dst", dt)
        return None

    def fromutc(self, dt):
        if isinstance(dt, datetime):
            if dt.tzinfo is not self:
                raise ValueError("fromutc: dt.tzinfo is not self")
            return dt + self._offset
        raise TypeError("fromutc() argument must be a datetime instance or None")


UTC = timezone.utc = timezone._create(timedelta(0))
timezone.min = timezone._create(-timedelta(hours=23, minutes=59))
timezone.max = timezone._create(timedelta(hours=23, minutes=59))


# --- time --------------------------------------------------------------------------------------------------------------------

@_static_type
class time:
    """A time of day, with or without a time zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_hashcode", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if (packed := _packed(hour, 6)) and packed[0] & 127 < 24:
            tzinfo = _check_state_zone(tzinfo if minute == 0 else minute)
            fold, hour, minute, second = packed[0] >> 7, packed[0] & 127, packed[1], packed[2]
            microsecond = int.from_bytes(packed[3:], "big")
        if fold != 0 or not _is_valid(1, 1, 1, hour, minute, second, microsecond):
            hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        if tzinfo is not None:
            _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _utc_key(self, offset):
        minutes = self._hour * 60 + self._minute
        return timedelta(minutes=minutes, seconds=self._second, microseconds=self._microsecond) - offset

    def _compare(self, other, operation, for_equality=False):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self.utcoffset(), other.utcoffset()
        if mine == others:
            return operation(self._key(), other._key())
        if mine is None or others is None:
            if for_equality:
                return False
            raise TypeError("can't compare offset-naive and offset-aware times")
        return operation(self._utc_key(mine), other._utc_key(others))

    def __eq__(self, other):
        if isinstance(other, time) and self._tzinfo is other._tzinfo:
            return _compare_times(self, other) == 0
        return self._compare(other, lambda mine, others: mine == others, True)

    def __lt__(self, other):
        if isinstance(other, time) and self._tzinfo is other._tzinfo:
            return _compare_times(self, other) < 0
        return self._compare(other, lambda mine, others: mine < others)

    def __le__(self, other):
        if isinstance(other, time) and self._tzinfo is other._tzinfo:
            return _compare_times(self, other) <= 0
        return self._compare(other, lambda mine, others: mine <= others)

    def __gt__(self, other):
        if isinstance(other, time) and self._tzinfo is other._tzinfo:
            return _compare_times(self, other) > 0
        return self._compare(other, lambda mine, others: mine > others)

    def __ge__(self, other):
        if isinstance(other, time) and self._tzinfo is other._tzinfo:
            return _compare_times(self, other) >= 0
        return self._compare(other, lambda mine, others: mine >= others)

    def __hash__(self):
        if self._hashcode == -1:
            offset = self.utcoffset()
            self._hashcode = hash(self._key() if offset is None else self._utc_key(offset))
        return self._hashcode

    def __repr__(self):
        if self._microsecond:
            shown = ", %d, %d" % (self._second, self._microsecond)
        elif self._second:
            shown = ", %d" % self._second
        else:
            shown = ""
        text = "%s(%d, %d%s)" % (_shown_name(self.__class__), self._hour, self._minute, shown)
        return _add_to_repr(text, self._tzinfo, self._fold)

    def isoformat(self, timespec="auto"):
        """Return HH:MM:SS with fraction and offset where there are."""
        return (_format_clock(self._hour, self._minute, self._second, self._microsecond, timespec) +
                _format_offset(self.utcoffset()))

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, time_string):
        """Return the time of a text in an ISO format."""
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts = _parse_iso_time(time_string.removeprefix("T"))
        except Exception:
            raise ValueError(f"Invalid isoformat string: {time_string!r}") from None
        return cls(*parts)

    def strftime(self, format):
        """Return the text for a format; the day is 1 January 1900."""
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    __format__ = date.__format__

    def utcoffset(self):
        """Return how much the zone is ahead of UTC, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(None)
        _check_offset("utcoffset", offset)
        return offset

    def tzname(self):
        """Return the name of the zone, or None."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        """Return the daylight saving, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(None)
        _check_offset("dst", offset)
        return offset

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """Return a time with some parts changed."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def __reduce_ex__(self, protocol):
        packed = _pack_time(self, protocol)
        return self.__class__, (packed,) if self._tzinfo is None else (packed, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


def _add_to_repr(text, zone, fold):
    if zone is not None:
        text = f"{text[:-1]}, tzinfo={zone!r})"
    if fold:
        text = text[:-1] + ", fold=1)"
    return text


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


# --- datetime ----------------------------------------------------------------------------------------------------------------

@_static_type
class datetime(date):
    """A day and a time, with or without a time zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if day is None and (packed := _packed(year, 10)) and 1 <= packed[2] & 127 <= 12:
            tzinfo = _check_state_zone(tzinfo if month is None else month)
            year, fold, month, day = packed[0] << 8 | packed[1], packed[2] >> 7, packed[2] & 127, packed[3]
            hour, minute, second, microsecond = packed[4], packed[5], packed[6], int.from_bytes(packed[7:], "big")
        if fold != 0 or not _is_valid(year, month, day, hour, minute, second, microsecond):
            if month is None or day is None:
                _refuse_missing(month)
            year, month, day = _check_date(year, month, day)
            hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        if tzinfo is not None:
            _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _from_timestamp(cls, t, convert, zone):
        if not isinstance(t, float):
            t = _index(t)
        elif t != t:
            raise ValueError("Invalid value NaN (not a number)")
        elif _math.isinf(t):
            raise OverflowError("timestamp out of range for platform time_t")
        fraction, whole = _math.modf(t)
        microseconds = round(fraction * 1e6)
        whole = int(whole)
        if microseconds >= 1000000:
            whole += 1
            microseconds -= 1000000
        elif microseconds < 0:
            whole -= 1
            microseconds += 1000000
        parts = convert(whole)
        return cls(parts[0], parts[1], parts[2], parts[3], parts[4], min(parts[5], 59), microseconds, zone)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """Return the time of a moment in seconds since the epoch, local or in a zone."""
        _check_zone(tz)
        if cls is datetime:
            result = _moment_of_timestamp(cls, timestamp, tz is None, tz)
            if result is not None:
                return result if tz is None or tz is timezone.utc else tz.fromutc(result)
        if tz is None:
            result = cls._from_timestamp(timestamp, _time.localtime, None)
            # The same wall clock time an hour earlier: this is its second occurrence.
            earlier = cls._from_timestamp(timestamp - 3600, _time.localtime, None)
            if earlier == result:
                result = result.replace(fold=1)
            return result
        return tz.fromutc(cls._from_timestamp(timestamp, _time.gmtime, tz))

    @classmethod
    def utcfromtimestamp(cls, t):
        """Return the time in UTC, without a zone; deprecated."""
        import warnings
        warnings.warn("datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use "
                      "timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(t, datetime.UTC).",
                      DeprecationWarning, stacklevel=2)
        return cls._from_timestamp(t, _time.gmtime, None)

    @classmethod
    def now(cls, tz=None):
        """Return the time now, local or in a zone."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """Return the time now in UTC, without a zone; deprecated."""
        import warnings
        warnings.warn("datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use "
                      "timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
                      DeprecationWarning, stacklevel=2)
        return cls._from_timestamp(_time.time(), _time.gmtime, None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """Return the datetime of a day and a time."""
        if not isinstance(date, _date_class):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        if tzinfo is True:
            tzinfo = time.tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, tzinfo,
                   fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """Return the time of a text in an ISO format."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = _parse_iso(date_string)
        if parts is not None:
            return cls(*parts)
        if len(date_string) < 7:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        try:
            separator = _find_separator(date_string)
            day = _parse_iso_date(date_string[:separator])
            rest = date_string[separator + 1:]
            clock = _parse_iso_time(rest) if len(date_string) > separator else (0, 0, 0, 0, None)
        except Exception:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*day, *clock)

    @classmethod
    def fromordinal(cls, n):
        """Return midnight of the day of an ordinal."""
        return super().fromordinal(n)

    def timetuple(self):
        """Return the tuple that the module time works with."""
        saving = self.dst()
        is_dst = -1 if saving is None else 1 if saving else 0
        return _make_time_tuple(self._year, self._month, self._day, self._hour, self._minute, self._second, is_dst)

    def _local_timestamp(self):
        """The moment of a local time: try the offsets that hold around it."""
        seconds = _local_seconds(self)
        if seconds is not None:
            return seconds
        epoch = datetime(1970, 1, 1)
        target = (self.replace(tzinfo=None) - epoch) // timedelta(seconds=1)

        def local(moment):
            parts = _time.localtime(moment)[:6]
            return (datetime(*parts) - epoch) // timedelta(seconds=1)

        first = local(target) - target
        guess = target - first
        reached = local(guess)
        if reached == target:
            # There may be another moment with the same wall clock time, a day's change of offset away.
            other = guess + (-86400, 86400)[self._fold]
            second = local(other) - other
            if first == second:
                return guess
        else:
            second = reached - guess
        candidate = target - second
        if local(candidate) == target:
            return candidate
        if reached == target:
            return guess
        return (max, min)[self._fold](guess, candidate)

    def timestamp(self):
        """Return the seconds since the epoch."""
        if self._tzinfo is None:
            return self._local_timestamp() + self._microsecond / 1e6
        return (self - _epoch).total_seconds()

    def utctimetuple(self):
        """Return the tuple of the time in UTC."""
        offset = self.utcoffset()
        moment = self - offset if offset else self
        return _make_time_tuple(moment._year, moment._month, moment._day, moment._hour, moment._minute, moment._second, 0)

    def date(self):
        """Return the day."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """Return the time of day without a zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """Return the time of day with its zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        """Return a time with some parts changed."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute, self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def _local_zone(self):
        """The zone of local time at this moment, with the offset that it has then."""
        if self._tzinfo is None:
            moment = self._local_timestamp()
            other = self.replace(fold=1 - self._fold)._local_timestamp()
            # A wall clock that never showed this time: the offset from before it was put forward, with fold the one from after.
            if other != moment and (other > moment) == self._fold:
                moment = other
        else:
            moment = (self - _epoch) // timedelta(seconds=1)
        parts = _time.localtime(moment)
        return timezone(timedelta(seconds=parts.tm_gmtoff), parts.tm_zone)

    def astimezone(self, tz=None):
        """Return the same moment in a zone, by default the local one."""
        if tz is not None and not isinstance(tz, tzinfo):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        mine = self._tzinfo
        offset = None if mine is None else mine.utcoffset(self)
        if offset is None:
            mine = self.replace(tzinfo=None)._local_zone()
            offset = mine.utcoffset(self)
        if tz is mine:
            return self
        moment = (self - offset).replace(tzinfo=timezone.utc)
        if tz is None:
            tz = moment._local_zone()
        return tz.fromutc(moment.replace(tzinfo=tz))

    def ctime(self):
        """Return the text that C's ctime() gives."""
        weekday = self.toordinal() % 7 or 7
        return "%s %s %2d %02d:%02d:%02d %04d" % (_day_names[weekday], _month_names[self._month], self._day, self._hour,
                                                  self._minute, self._second, self._year)

    def isoformat(self, sep="T", timespec="auto"):
        """Return YYYY-MM-DDTHH:MM:SS with fraction and offset where there are."""
        if timespec == "auto" and self._tzinfo is None and (sep == "T" or sep == " "):
            if self._microsecond:
                return "%04d-%02d-%02d%s%02d:%02d:%02d.%06d" % (self._year, self._month, self._day, sep, self._hour, self._minute, self._second,
                                                                self._microsecond)
            return "%04d-%02d-%02d%s%02d:%02d:%02d" % (self._year, self._month, self._day, sep, self._hour, self._minute, self._second)
        return ("%04d-%02d-%02d%c" % (self._year, self._month, self._day, sep) +
                _format_clock(self._hour, self._minute, self._second, self._microsecond, timespec) +
                _format_offset(self.utcoffset()))

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if parts[-1] == 0:
            del parts[-1]
        if parts[-1] == 0:
            del parts[-1]
        text = "%s(%s)" % (_shown_name(self.__class__), ", ".join(map(str, parts)))
        return _add_to_repr(text, self._tzinfo, self._fold)

    def __str__(self):
        return self.isoformat(sep=" ")

    @classmethod
    def strptime(cls, date_string, format):
        """Return the time that a text means by a format."""
        import _strptime
        return _strptime._strptime_datetime(cls, date_string, format)

    def utcoffset(self):
        """Return how much the zone is ahead of UTC, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(self)
        _check_offset("utcoffset", offset)
        return offset

    def tzname(self):
        """Return the name of the zone, or None."""
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(self)
        if name is not None and not isinstance(name, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not {type(name).__name__!r}")
        return name

    def dst(self):
        """Return the daylight saving, or None."""
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(self)
        _check_offset("dst", offset)
        return offset

    def _key(self):
        return (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)

    def _compare(self, other, operation, for_equality=False):
        if not isinstance(other, datetime):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return operation(self._key(), other._key())
        mine, others = self.utcoffset(), other.utcoffset()
        if for_equality:
            # A time whose offset depends on fold equals nothing in another zone.
            if mine != self.replace(fold=not self.fold).utcoffset() or others != other.replace(fold=not other.fold).utcoffset():
                return False
        if mine == others:
            return operation(self._key(), other._key())
        if mine is None or others is None:
            if for_equality:
                return False
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return operation(self - other, timedelta(0))

    def __eq__(self, other):
        if isinstance(other, datetime) and self._tzinfo is other._tzinfo:
            return _compare_moments(self, other) == 0
        return self._compare(other, lambda mine, others: mine == others, True)

    def __lt__(self, other):
        if isinstance(other, datetime) and self._tzinfo is other._tzinfo:
            return _compare_moments(self, other) < 0
        return self._compare(other, lambda mine, others: mine < others)

    def __le__(self, other):
        if isinstance(other, datetime) and self._tzinfo is other._tzinfo:
            return _compare_moments(self, other) <= 0
        return self._compare(other, lambda mine, others: mine <= others)

    def __gt__(self, other):
        if isinstance(other, datetime) and self._tzinfo is other._tzinfo:
            return _compare_moments(self, other) > 0
        return self._compare(other, lambda mine, others: mine > others)

    def __ge__(self, other):
        if isinstance(other, datetime) and self._tzinfo is other._tzinfo:
            return _compare_moments(self, other) >= 0
        return self._compare(other, lambda mine, others: mine >= others)

    def __hash__(self):
        if self._hashcode == -1:
            moment = self.replace(fold=0) if self.fold else self
            offset = moment.utcoffset()
            if offset is None:
                self._hashcode = hash(moment._key())
            else:
                self._hashcode = hash(moment._difference_from_start() - offset)
        return self._hashcode

    def _difference_from_start(self):
        return timedelta(self.toordinal(), self._hour * 3600 + self._minute * 60 + self._second, self._microsecond)

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._moved(other, 1)

    def _moved(self, delta, sign):
        moment = _moment_sum(datetime, self, delta, sign)
        if type(self) is datetime:
            return moment
        return type(self)(moment._year, moment._month, moment._day, moment._hour, moment._minute, moment._second, moment._microsecond,
                          moment._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, datetime):
            if isinstance(other, timedelta):
                return self._moved(other, -1)
            return NotImplemented
        difference = _moment_difference(timedelta, self, other)
        if self._tzinfo is other._tzinfo:
            return difference
        mine, others = self.utcoffset(), other.utcoffset()
        if mine == others:
            return difference
        if mine is None or others is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return difference + others - mine

    def __rsub__(self, other):
        return datetime.__sub__(other, self) if isinstance(other, datetime) else NotImplemented

    def __reduce_ex__(self, protocol):
        month = self._month | 128 if self._fold and protocol > 3 else self._month
        packed = bytes([self._year >> 8, self._year & 255, month, self._day]) + _pack_time(self, protocol)
        return self.__class__, (packed,) if self._tzinfo is None else (packed, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


_date_class = date
_time_class = time
_epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


def _find_separator(text):
    """The index of what separates the date from the time: the date may be a week, and may be without dashes."""
    size = len(text)
    if size == 7:
        return 7
    if text[4] == "-":
        if text[5] == "W":
            if size < 8:
                raise ValueError
            if size > 8 and text[8] == "-":
                if size == 9:
                    raise ValueError
                if size > 10 and text[10].isdigit():
                    # YYYY-Www-HH with a dash for a separator.
                    return 8
                return 10
            return 8
        return 10
    if text[4] == "W":
        position = 7
        while position < size and text[position].isdigit():
            position += 1
        if position < 9:
            return position
        return 7 if position % 2 == 0 else 8
    return 8
