"""Files of time zones (RFC 8536): a list of moments when the clocks change, and a rule for all time after the last."""

import bisect
import struct
from datetime import date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_ZERO = timedelta(0)


class Period:
    """What holds between two changes: the offset to UTC, the part of it that is summer time, the abbreviation."""

    __slots__ = ("utcoff", "dstoff", "tzname", "seconds")

    def __init__(self, utcoff, dstoff, tzname):
        self.seconds = utcoff
        self.utcoff = timedelta(seconds=utcoff)
        self.dstoff = timedelta(seconds=dstoff)
        self.tzname = tzname

    def __eq__(self, other):
        return (self.utcoff, self.dstoff, self.tzname) == (other.utcoff, other.dstoff, other.tzname)


def _local_seconds(dt):
    return (dt.toordinal() - _EPOCH_ORDINAL) * 86400 + dt.hour * 3600 + dt.minute * 60 + dt.second


class Transitions:
    """All periods of a zone. utc[i] is when periods[i] starts, in seconds; before the first, `first` holds, after the last, `rule`."""

    def __init__(self, utc, periods, first, rule):
        self.utc = utc
        self.periods = periods
        self.first = first
        self.rule = rule  # a Period, a YearlyRule, or None
        # Changes in local time, for both readings of what happens twice.
        before = [first] + periods[:-1]
        self.local = ([], [])
        for moment, old, new in zip(utc, before, periods):
            offsets = old.seconds, new.seconds
            self.local[0].append(moment + max(offsets))
            self.local[1].append(moment + min(offsets))
        if isinstance(rule, YearlyRule):
            self.fixed = None
        else:
            # The offset that does not depend on the time, if there is one.
            self.fixed = (rule or first) if not utc and (rule is None or rule == first) else None
            if self.fixed is None and not utc and isinstance(rule, Period):
                self.fixed = rule

    def at_local(self, dt):
        seconds = _local_seconds(dt)
        changes = self.local[dt.fold]
        if changes and seconds < changes[0]:
            return self.first
        if not changes or seconds > changes[-1]:
            if isinstance(self.rule, YearlyRule):
                return self.rule.at_local(seconds, dt.year, dt.fold)
            if self.rule is not None:
                return self.rule
            if not changes:
                return self.first
        return self.periods[bisect.bisect_right(changes, seconds) - 1]

    def at_utc(self, dt):
        """(period, whether the local time happens for the second time)."""
        seconds = _local_seconds(dt)
        if self.utc and seconds < self.utc[0]:
            return self.first, False
        if not self.utc or seconds > self.utc[-1]:
            if isinstance(self.rule, YearlyRule):
                return self.rule.at_utc(seconds, dt.year)
            if not self.utc:
                return self.rule or self.first, False
        index = bisect.bisect_right(self.utc, seconds)
        if index >= len(self.utc) and self.rule is not None and not isinstance(self.rule, YearlyRule):
            period = self.rule
        else:
            period = self.periods[index - 1]
        previous = self.periods[index - 2] if index >= 2 else self.first
        shift = previous.seconds - period.seconds
        return period, shift > seconds - self.utc[index - 1]


# --- The rule for later years

class YearlyRule:
    """Summer time from one day of each year to another."""

    def __init__(self, standard, summer, start, end):
        self.standard = standard
        self.summer = summer
        self.start = start
        self.end = end
        self.difference = summer.seconds - standard.seconds

    def _changes(self, year):
        return self.start.seconds_of(year), self.end.seconds_of(year)

    def at_local(self, seconds, year, fold):
        start, end = self._changes(year)
        # What happens twice is summer the first time; what is skipped counts as before.
        if fold == (self.difference >= 0):
            end -= self.difference
        else:
            start += self.difference
        is_summer = start <= seconds < end if start < end else not end <= seconds < start
        return self.summer if is_summer else self.standard

    def at_utc(self, seconds, year):
        start, end = self._changes(year)
        start -= self.standard.seconds
        end -= self.summer.seconds
        is_summer = start <= seconds < end if start < end else not end <= seconds < start
        ambiguous = end if self.difference > 0 else start
        fold = ambiguous <= seconds < ambiguous + abs(self.difference)
        return (self.summer if is_summer else self.standard), fold


class _WeekdayOfMonth:
    """Mm.w.d: the w-th weekday d of month m, 5 for the last; d counts from Sunday."""

    def __init__(self, month, week, weekday, time):
        if not 0 < month <= 12:
            raise ValueError("Month must be in (0, 12]")
        if not 0 < week <= 5:
            raise ValueError("Week must be in (0, 5]")
        if not 0 <= weekday <= 6:
            raise ValueError("Day must be in [0, 6]")
        self.month, self.week, self.weekday, self.time = month, week, weekday, time

    def seconds_of(self, year):
        first = date(year, self.month, 1)
        day = (self.weekday - (first.weekday() + 1)) % 7 + 1 + (self.week - 1) * 7
        if self.month == 12:
            length = 31
        else:
            length = (date(year, self.month + 1, 1) - first).days
        while day > length:
            day -= 7
        return (first.toordinal() + day - 1 - _EPOCH_ORDINAL) * 86400 + self.time


class _DayOfYear:
    """Jn: day n of the year without the 29th of February, from 1. n: with it, from 0."""

    def __init__(self, day, is_julian, time):
        low = 1 if is_julian else 0
        if not low <= day <= 365:
            raise ValueError(f"d must be in [{low}, 365], not: {day}")
        self.day, self.is_julian, self.time = day, is_julian, time

    def seconds_of(self, year):
        start = date(year, 1, 1)
        day = self.day
        if self.is_julian:
            is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            if not (is_leap and day >= 60):
                day -= 1
        return (start.toordinal() + day - _EPOCH_ORDINAL) * 86400 + self.time


def parse_rule(text):
    """The rule of a TZ variable, such as CET-1CEST,M3.5.0,M10.5.0/3."""
    import re
    names, _, rules = text.partition(",")
    match = re.fullmatch(r"(?P<std>[^<0-9:.+-]+|<[a-zA-Z0-9+-]+>)(?:(?P<stdoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)"
                         r"(?:(?P<dst>[^0-9:.+-]+|<[a-zA-Z0-9+-]+>)(?P<dstoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)?)?)?",
                         names, re.ASCII)
    if match is None or (not match["stdoff"] and match["std"]):
        raise ValueError(f"{text} is not a valid TZ string")

    def name(key):
        value = match[key]
        return value[1:-1] if value and value[0] == "<" else value
    # West of Greenwich is positive there.
    standard_offset = -_parse_time(match["stdoff"], 24)
    standard = Period(standard_offset, 0, name("std"))
    if match["dst"] is None:
        if rules:
            raise ValueError(f"Transition rule present without DST: {text}")
        return standard
    summer_offset = -_parse_time(match["dstoff"], 24) if match["dstoff"] else standard_offset + 3600
    parts = rules.split(",")
    if not rules or len(parts) != 2:
        raise ValueError(f"Missing transition rules in TZ string: {text}")
    summer = Period(summer_offset, summer_offset - standard_offset, name("dst"))
    return YearlyRule(standard, summer, _parse_day(parts[0]), _parse_day(parts[1]))


def _parse_time(text, largest):
    sign = -1 if text[0] == "-" else 1
    hours, minutes, seconds = (list(map(int, text.lstrip("+-").split(":"))) + [0, 0])[:3]
    if hours > largest:
        raise ValueError(f"Offset must be strictly between -24h and 24h or at most {largest}h: {text}")
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _parse_day(text):
    day, slash, time = text.partition("/")
    seconds = _parse_time(time, 167) if slash else 2 * 3600
    try:
        if day[:1] == "M":
            month, week, weekday = map(int, day[1:].split("."))
            return _WeekdayOfMonth(month, week, weekday, seconds)
        is_julian = day[:1] == "J"
        return _DayOfYear(int(day[1:] if is_julian else day), is_julian, seconds)
    except ValueError as error:
        raise ValueError(f"Invalid transition rule: {text}: {error}") from error


# --- Files

def read_transitions(file, source):
    """The Transitions of a file."""
    header = _read_header(file)
    if header[0] == 1:
        size, kind = 4, "l"
    else:
        # The first part is for old programs; the second has 64 bits.
        _, is_utc, is_std, leap, times, types, characters = header
        file.seek(times * 5 + types * 6 + characters + leap * 8 + is_std + is_utc, 1)
        header = _read_header(file)
        size, kind = 8, "q"
    version, is_utc, is_std, leap, times, types, characters = header
    moments = list(struct.unpack(f">{times}{kind}", file.read(times * size)))
    indices = list(file.read(times))
    entries = [struct.unpack(">lbb", file.read(6)) for _ in range(types)]
    abbreviations = file.read(characters)
    file.seek(is_utc + is_std + leap * (size + 4), 1)
    rule = None
    if version >= 2:
        file.readline()
        footer = file.readline().rstrip(b"\n")
        if footer:
            rule = parse_rule(footer.decode("ascii"))

    def text(start):
        return abbreviations[start:abbreviations.index(b"\0", start)].decode("utf-8")
    summer_parts = _summer_parts(indices, entries)
    periods = [Period(offset, part, text(start)) for (offset, _, start), part in zip(entries, summer_parts)]
    if not periods:
        raise ValueError("No time zone information found.")
    # What held before the first change: standard time.
    if times:
        first = next((periods[i] for i in range(len(entries)) if not entries[i][1]), periods[indices[0]])
    else:
        first = periods[0]
    return Transitions(moments, [periods[i] for i in indices], first, rule)


def _read_header(file):
    data = file.read(44)
    if data[:4] != b"TZif":
        raise ValueError("Invalid TZif file: magic not found")
    version = 1 if data[4:5] == b"\0" else int(data[4:5])
    return (version,) + struct.unpack(">6l", data[20:44])


def _summer_parts(indices, entries):
    """How much of each kind's offset is summer time. Files say only whether it is: the offset of the standard time beside it tells."""
    parts = [0] * len(entries)
    open_kinds = {i for i, entry in enumerate(entries) if entry[1]}
    # First by the standard time before, then by that behind.
    for step in (range(1, len(indices)), range(len(indices) - 2, -1, -1)):
        direction = -1 if step.step == 1 else 1
        for position in step:
            if not open_kinds:
                break
            kind = indices[position]
            neighbour = indices[position + direction]
            if kind not in open_kinds or entries[neighbour][1]:
                continue
            difference = entries[kind][0] - entries[neighbour][0]
            if difference:
                parts[kind] = difference
                open_kinds.discard(kind)
    for kind in open_kinds:
        parts[kind] = 3600
    return parts
