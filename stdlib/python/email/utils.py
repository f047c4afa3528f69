"""Addresses, dates and other small things of mail."""

import datetime
import os
import re
import socket
import time
import urllib.parse

__all__ = ["collapse_rfc2231_value", "decode_params", "decode_rfc2231", "encode_rfc2231", "formataddr", "formatdate",
           "format_datetime", "getaddresses", "make_msgid", "mktime_tz", "parseaddr", "parsedate", "parsedate_tz",
           "parsedate_to_datetime", "quote", "unquote", "localtime"]

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "AST": -400, "ADT": -300, "EST": -500, "EDT": -400, "CST": -600, "CDT": -500,
          "MST": -700, "MDT": -600, "PST": -800, "PDT": -700}


def quote(str):
    """A text as it stands between quotation marks."""
    return str.replace("\\", "\\\\").replace('"', r"\"")


def unquote(str):
    """A text without quotation marks or <> around it."""
    if len(str) > 1:
        if str.startswith('"') and str.endswith('"'):
            return str[1:-1].replace("\\\\", "\\").replace('\\"', '"')
        if str.startswith("<") and str.endswith(">"):
            return str[1:-1]
    return str


def formataddr(pair, charset="utf-8"):
    """(name, address) as one text."""
    name, address = pair
    address.encode("ascii")
    if not name:
        return address
    try:
        name.encode("ascii")
    except UnicodeEncodeError:
        from email.header import _word_of
        return "%s <%s>" % (_word_of(name, str(charset)), address)
    quotes = '"' if re.search(r'[][\\()<>@,:;".]', name) else ""
    return "%s%s%s <%s>" % (quotes, re.sub(r'[\\"]', r"\\\g<0>", name), quotes, address)


def _split_addresses(text):
    """[(name, address)] of a list of addresses; groups are dissolved, comments stand for missing names."""
    result = []
    name, address, comment = "", None, ""
    index, end = 0, len(text)

    def finish():
        nonlocal name, address, comment
        if address is not None:
            result.append((" ".join(name.split()) or comment.strip(), address))
        elif name.strip():
            result.append((comment.strip(), "".join(name.split())))
        name, address, comment = "", None, ""
    while index < end:
        c = text[index]
        if c == '"':
            index += 1
            part = ""
            while index < end and text[index] != '"':
                if text[index] == "\\":
                    index += 1
                part += text[index:index + 1]
                index += 1
            name += part
        elif c == "(":
            depth = 1
            index += 1
            while index < end and depth:
                if text[index] == "\\":
                    index += 1
                    comment += text[index:index + 1]
                elif text[index] == "(":
                    depth += 1
                    comment += "("
                elif text[index] == ")":
                    depth -= 1
                    if depth:
                        comment += ")"
                else:
                    comment += text[index]
                index += 1
            continue
        elif c == "<":
            close = text.find(">", index)
            close = end if close < 0 else close
            address = "".join(text[index + 1:close].split())
            index = close
        elif c in ",;":
            finish()
        elif c == ":" and address is None and "@" not in name:
            name = ""
        else:
            name += c
        index += 1
    finish()
    return result


def getaddresses(fieldvalues, *, strict=True):
    """[(name, address)] of all addresses in several headers."""
    result = []
    for value in fieldvalues:
        result += _split_addresses(str(value)) or [("", "")]
    return result


def parseaddr(addr, *, strict=True):
    """(name, address) of one address; empty texts when there is none."""
    if isinstance(addr, list):
        addr = addr[0] if addr else ""
    found = _split_addresses(str(addr))
    if len(found) != 1 and strict or not found:
        return "", ""
    return found[0]


def _format_timetuple_and_zone(timetuple, zone):
    return "%s, %02d %s %04d %02d:%02d:%02d %s" % (_DAYS[timetuple[6]], timetuple[2], _MONTHS[timetuple[1] - 1], timetuple[0],
                                                  timetuple[3], timetuple[4], timetuple[5], zone)


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A time in seconds as mail has it: Fri, 09 Nov 2001 01:08:47 -0000"""
    if timeval is None:
        timeval = time.time()
    moment = datetime.datetime.fromtimestamp(timeval, datetime.timezone.utc)
    if localtime:
        moment = moment.astimezone()
        usegmt = False
    elif not usegmt:
        moment = moment.replace(tzinfo=None)
    return format_datetime(moment, usegmt)


def format_datetime(dt, usegmt=False):
    """A datetime as mail has it."""
    now = dt.timetuple()
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != datetime.timezone.utc:
            raise ValueError("usegmt option requires a UTC datetime")
        zone = "GMT"
    elif dt.tzinfo is None:
        zone = "-0000"
    else:
        zone = dt.strftime("%z")
    return _format_timetuple_and_zone(now, zone)


def parsedate_tz(data):
    """The ten numbers of a date, the last the offset in seconds (None: not known); None if it is none."""
    if not data:
        return None
    words = str(data).replace(",", " ").split()
    if words and (words[0].lower()[:3] in map(str.lower, _DAYS)) and not words[0][0].isdigit():
        del words[0]
    if len(words) == 3 and "-" in words[0]:
        words[0:1] = words[0].split("-")
    elif words and words[0].count("-") == 2:
        words[0:1] = words[0].split("-")
    if len(words) < 4:
        return None
    if len(words) == 4:
        words.append("")
    day, month, year, clock, zone = words[:5]
    if not day.isdigit() and month.isdigit():
        day, month = month, day
    month = month.lower()[:3]
    months = [name.lower() for name in _MONTHS]
    if month not in months:
        return None
    if ":" in year:
        year, clock = clock, year
    if year[:1].isalpha():
        year, zone = zone, year
    numbers = clock.replace(".", ":").split(":")
    try:
        hour, minute, second = (list(map(int, numbers)) + [0])[:3] if len(numbers) >= 2 else (None,) * 3
        year, day = int(year), int(day)
    except (ValueError, TypeError):
        return None
    if hour is None:
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    offset = None
    zone = zone.upper()
    if zone in _ZONES:
        offset = _ZONES[zone]
    elif zone:
        try:
            offset = int(zone)
        except ValueError:
            pass
        if offset == 0 and zone.startswith("-"):
            offset = None
    if offset:
        sign = -1 if offset < 0 else 1
        offset = sign * (abs(offset) // 100 * 3600 + abs(offset) % 100 * 60)
    return year, months.index(month) + 1, day, hour, minute, second, 0, 1, -1, offset


def parsedate(data):
    """The nine numbers of a date."""
    result = parsedate_tz(data)
    return result[:9] if isinstance(result, tuple) else result


def mktime_tz(data):
    """The ten numbers as seconds since 1970."""
    if data[9] is None:
        return time.mktime(data[:8] + (-1,))
    import calendar
    return calendar.timegm(data) - data[9]


def parsedate_to_datetime(data):
    """A date of mail as a datetime; ValueError if it is none."""
    parsed = parsedate_tz(data)
    if parsed is None:
        raise ValueError("Invalid date value or format \"%s\"" % str(data))
    *numbers, offset = parsed
    if offset is None:
        return datetime.datetime(*numbers[:6])
    return datetime.datetime(*numbers[:6], tzinfo=datetime.timezone(datetime.timedelta(seconds=offset)))


def localtime(dt=None, isdst=None):
    """A datetime in local time; now without one."""
    if dt is None:
        dt = datetime.datetime.now()
    return dt.astimezone()


def make_msgid(idstring=None, domain=None):
    """A new value for Message-ID."""
    import random
    extra = "" if idstring is None else "." + idstring
    return "<%d.%d.%d%s@%s>" % (int(time.time() * 100), os.getpid(), random.getrandbits(64), extra, domain or socket.getfqdn())


def decode_rfc2231(s):
    """charset'language'text in its parts."""
    parts = s.split("'", 2)
    return (None, None, s) if len(parts) <= 2 else parts


def encode_rfc2231(s, charset=None, language=None):
    """A text with %XX, and its character set before it."""
    s = urllib.parse.quote(s, safe="", encoding=charset or "ascii")
    if charset is None and language is None:
        return s
    return "%s'%s'%s" % (charset, language or "", s)


def decode_params(params):
    """Parameters in parts (name*0, name*1) put together."""
    new, groups = [params[0]], {}
    for name, value in params[1:]:
        match = re.match(r"^(?P<name>\w+)\*((?P<num>[0-9]+)\*?)?$", name)
        value = unquote(value)
        if match:
            number = match["num"]
            groups.setdefault(match["name"], []).append((int(number) if number is not None else -1, value, name.endswith("*")))
        else:
            new.append((name, '"%s"' % quote(value)))
    for name, pieces in groups.items():
        pieces.sort()
        text = "".join(urllib.parse.unquote(piece, encoding="latin-1") if encoded else piece for _, piece, encoded in pieces)
        if any(encoded for _, _, encoded in pieces):
            charset, language, text = decode_rfc2231(text)
            new.append((name, (charset, language, '"%s"' % text)))
        else:
            new.append((name, '"%s"' % quote(text)))
    return new


def collapse_rfc2231_value(value, errors="replace", fallback_charset="us-ascii"):
    """A parameter with its character set as a str."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    if charset is None:
        charset = fallback_charset
    raw = bytes(text, "raw-unicode-escape")
    try:
        return str(raw, charset, errors)
    except LookupError:
        return unquote(text)
