"""Reading times by a format: what datetime.strptime() and time.strptime() call.

The text is matched from left to right, directive by directive; each takes as many digits as it may.
"""

import time
from datetime import date as _date, timedelta as _timedelta, timezone as _timezone

_days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_months = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")
# Directive: most digits, least value, greatest value.
_numbers = {"d": (2, 1, 31), "H": (2, 0, 23), "I": (2, 1, 12), "j": (3, 1, 366), "m": (2, 1, 12), "M": (2, 0, 59), "S": (2, 0, 61),
            "U": (2, 0, 53), "W": (2, 0, 53), "V": (2, 1, 53), "w": (1, 0, 6), "u": (1, 1, 7), "y": (2, 0, 99), "Y": (4, 0, 9999),
            "G": (4, 0, 9999)}
_expansions = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M",
               "r": "%I:%M:%S %p", "F": "%Y-%m-%d"}


class _Mismatch(Exception):
    pass


def _expand(format):
    for letter in ("c", "x", "X"):
        format = format.replace("%" + letter, _expansions[letter]) if "%%" + letter not in format else format
    return format


def _number_candidates(text, position, letter):
    """The (value, end) pairs a directive may take here, longest first: «32» may be day 3 and then a 2."""
    most, least, greatest = _numbers[letter]
    end = position
    while end < len(text) and end - position < most and text[end].isdigit():
        end += 1
    candidates = []
    while end > position and (letter not in "yYG" or end - position == most):
        value = int(text[position:end])
        if least <= value <= greatest:
            candidates.append((value, end))
        end -= 1
    return candidates


def _take_name(text, position, names):
    lower = text[position:].lower()
    for index in sorted(range(len(names)), key=lambda one: -len(names[one])):
        if lower.startswith(names[index]):
            return index, position + len(names[index])
    raise _Mismatch


def _take_offset(text, position):
    if text[position:position + 1] == "Z":
        return 0, 0, position + 1
    sign = text[position:position + 1]
    if sign not in ("+", "-") or not sign:
        raise _Mismatch
    position += 1

    def two(at):
        if not text[at:at + 2].isdigit() or len(text[at:at + 2]) != 2:
            raise _Mismatch
        return int(text[at:at + 2])

    hours = two(position)
    position += 2
    has_colon = text[position:position + 1] == ":"
    position += has_colon
    minutes = two(position)
    position += 2
    seconds = microseconds = 0
    colon_here = text[position:position + 1] == ":"
    if (colon_here if has_colon else text[position:position + 2].isdigit() and len(text[position:position + 2]) == 2):
        seconds = two(position + has_colon)
        position += 2 + has_colon
        if text[position:position + 1] == ".":
            end = position + 1
            while end < len(text) and end - position <= 6 and text[end].isdigit():
                end += 1
            if end > position + 1:
                microseconds = int(text[position + 1:end].ljust(6, "0"))
                position = end
    if minutes > 59 or seconds > 59:
        raise _Mismatch
    total = hours * 3600 + minutes * 60 + seconds
    if sign == "-":
        return -total, -microseconds, position
    return total, microseconds, position


def _match(text, format, position=0, index=0, found=None):
    """Return what was found, as a dict from directives to values, and where the match ends."""
    found = dict(found or {})
    while index < len(format):
        character = format[index]
        if character.isspace():
            # White space in the format stands for any amount of it.
            index += 1
            while index < len(format) and format[index].isspace():
                index += 1
            if position >= len(text) or not text[position].isspace():
                raise _Mismatch
            while position < len(text) and text[position].isspace():
                position += 1
            continue
        if character != "%":
            if text[position:position + 1].lower() != character.lower():
                raise _Mismatch
            position += 1
            index += 1
            continue
        letter = format[index + 1:index + 2]
        index += 2
        if letter == ":" and format[index:index + 1] == "z":
            letter = "z"
            index += 1
        if letter == "":
            raise ValueError("stray %% in format '%s'" % format)
        if letter == "%":
            if text[position:position + 1] != "%":
                raise _Mismatch
            position += 1
        elif letter in _numbers:
            candidates = _number_candidates(text, position, letter)
            if not candidates:
                raise _Mismatch
            for value, end in candidates[:-1]:
                found[letter] = value
                try:
                    return _match(text, format, end, index, found)
                except _Mismatch:
                    pass
            found[letter], position = candidates[-1]
        elif letter == "f":
            end = position
            while end < len(text) and end - position < 6 and text[end].isdigit():
                end += 1
            if end == position:
                raise _Mismatch
            found["f"] = int(text[position:end].ljust(6, "0"))
            position = end
        elif letter in "aA":
            found["weekday"], position = _take_name(text, position, _days if letter == "A" else [one[:3] for one in _days])
        elif letter in "bB":
            value, position = _take_name(text, position, _months if letter == "B" else [one[:3] for one in _months])
            found["m"] = value + 1
        elif letter == "p":
            found["p"], position = _take_name(text, position, ("am", "pm"))
        elif letter == "z":
            found["offset"], found["offset_fraction"], position = _take_offset(text, position)
        elif letter == "Z":
            for zone_names, is_dst in ((("utc", "gmt", time.tzname[0].lower()), 0), ((time.tzname[1].lower(),), 1)):
                try:
                    which, end = _take_name(text, position, zone_names)
                except _Mismatch:
                    continue
                found["zone"] = text[position:end]
                found["is_dst"] = is_dst
                position = end
                break
            else:
                raise _Mismatch
        else:
            raise ValueError("'%s' is a bad directive in format '%s'" % (letter, format))
    return found, position


def _parse(data_string, format):
    """Return year, month, day, hour, minute, second, weekday, day of the year, dst flag, zone, offset, microseconds."""
    for index, value in enumerate((data_string, format)):
        if not isinstance(value, str):
            raise TypeError("strptime() argument {} must be str, not {}".format(index, type(value)))
    try:
        found, end = _match(data_string, _expand(format))
    except _Mismatch:
        raise ValueError("time data %r does not match format %r" % (data_string, format)) from None
    if end != len(data_string):
        raise ValueError("unconverted data remains: %s" % data_string[end:])
    year = found.get("Y")
    if "y" in found:
        year = found["y"] + (2000 if found["y"] <= 68 else 1900)
    month = found.get("m", 1)
    day = found.get("d", 1)
    hour = found.get("H", 0)
    if "I" in found:
        hour = found["I"] % 12
        if found.get("p") == 1:
            hour += 12
    weekday = found.get("weekday")
    if "w" in found:
        weekday = (found["w"] - 1) % 7
    if "u" in found:
        weekday = found["u"] - 1
    julian = found.get("j")
    iso_year, iso_week = found.get("G"), found.get("V")
    if iso_year is not None:
        if julian is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
    leap_day = False
    if year is None and month == 2 and day == 29:
        # 29 February without a year: 1900 had none.
        year = 1904
        leap_day = True
    elif year is None:
        year = 1900
    if iso_year is not None:
        moment = _date.fromisocalendar(iso_year, iso_week, weekday + 1)
        year, month, day = moment.year, moment.month, moment.day
        julian = None
    elif julian is None and weekday is not None and ("U" in found or "W" in found):
        first_weekday = _date(year, 1, 1).weekday()
        if "U" in found:
            first_weekday = (first_weekday + 1) % 7
            day_of_week = (weekday + 1) % 7
            week = found["U"]
        else:
            day_of_week = weekday
            week = found["W"]
        if week == 0:
            julian = 1 + day_of_week - first_weekday
        else:
            julian = 1 + (7 - first_weekday) % 7 + 7 * (week - 1) + day_of_week
    if julian is not None and "m" not in found and "d" not in found:
        moment = _date.fromordinal(julian - 1 + _date(year, 1, 1).toordinal())
        year, month, day = moment.year, moment.month, moment.day
    moment = _date(year, month, day)
    if julian is None:
        julian = moment.toordinal() - _date(year, 1, 1).toordinal() + 1
    if weekday is None:
        weekday = moment.weekday()
    if leap_day:
        year = 1900
    return (year, month, day, hour, found.get("M", 0), found.get("S", 0), weekday, julian, found.get("is_dst", -1),
            found.get("zone"), found.get("offset"), found.get("f", 0), found.get("offset_fraction", 0))


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """What time.strptime() returns."""
    parts = _parse(data_string, format)
    return time.struct_time(parts[:9] + (parts[9], parts[10]))


def _strptime_datetime(cls, data_string, format="%a %b %d %H:%M:%S %Y"):
    """What datetime.strptime() returns."""
    year, month, day, hour, minute, second, _, _, _, zone, offset, microsecond, offset_fraction = _parse(data_string, format)
    args = (year, month, day, hour, minute, second, microsecond)
    if offset is None:
        return cls(*args)
    difference = _timedelta(seconds=offset, microseconds=offset_fraction)
    return cls(*args, _timezone(difference, zone) if zone else _timezone(difference))
