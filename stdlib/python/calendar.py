"""Calendars as text and HTML, and the arithmetic of days, weeks and months."""

import datetime
import sys
from enum import IntEnum, global_enum
from itertools import chain, repeat, zip_longest

__all__ = ["IllegalMonthError", "IllegalWeekdayError", "setfirstweekday", "firstweekday", "isleap", "leapdays", "weekday", "monthrange",
           "monthcalendar", "prmonth", "month", "prcal", "calendar", "timegm", "month_name", "month_abbr", "day_name", "day_abbr", "Calendar",
           "TextCalendar", "HTMLCalendar", "LocaleTextCalendar", "LocaleHTMLCalendar", "weekheader", "Day", "Month", "JANUARY", "FEBRUARY",
           "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER", "MONDAY", "TUESDAY",
           "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]

error = ValueError


class IllegalMonthError(ValueError, IndexError):
    """There is no month of that number."""

    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f"bad month number {self.month!r}; must be 1-12"


class IllegalWeekdayError(ValueError):
    """There is no weekday of that number."""

    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f"bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)"


def __getattr__(name):
    if name in ("January", "February"):
        import warnings
        warnings.warn(f"The '{name}' attribute is deprecated, use '{name.upper()}' instead", DeprecationWarning, stacklevel=2)
        return 1 if name == "January" else 2
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


_MONTHS = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER"
_DAYS = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY"

Month = global_enum(IntEnum("Month", _MONTHS, module=__name__))
Day = global_enum(IntEnum("Day", _DAYS, module=__name__, start=0))

mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


class _Names:
    """The names of dates in the locale of the moment, by number."""

    def __init__(self, dates, format):
        self._dates = dates
        self._format = format

    def __len__(self):
        return len(self._dates)

    def __getitem__(self, number):
        found = self._dates[number]
        if isinstance(number, slice):
            return list(map(self._name, found))
        return self._name(found)

    def _name(self, date):
        return date.strftime(self._format) if date else ""


# Month 0 has no name. The first of January 2001 was a Monday.
_some_months = [None] + [datetime.date(2001, month, 1) for month in range(1, 13)]
_some_days = [datetime.date(2001, 1, day) for day in range(1, 8)]

day_name, day_abbr = _Names(_some_days, "%A"), _Names(_some_days, "%a")
month_name, month_abbr = _Names(_some_months, "%B"), _Names(_some_months, "%b")


def isleap(year):
    """Is it a leap year?"""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    """The number of leap years in range(y1, y2)."""

    def before(year):
        year -= 1
        return year // 4 - year // 100 + year // 400

    return before(y2) - before(y1)


def weekday(year, month, day):
    """The weekday of a date."""
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        year = 2000 + year % 400
    return Day(datetime.date(year, month, day).weekday())


def _validate_month(month):
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)


def monthrange(year, month):
    """(weekday of the first day, number of days) of a month."""
    _validate_month(month)
    return weekday(year, month, 1), _monthlen(year, month)


def _monthlen(year, month):
    return mdays[month] + (month == FEBRUARY and isleap(year))


def _moved(year, month, count):
    """(year, month) of the month so many months later."""
    years, month = divmod(month - 1 + count, 12)
    return year + years, month + 1


class Calendar:
    """The days of months and years, in weeks that begin with firstweekday."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    @property
    def firstweekday(self):
        return self._firstweekday % 7

    @firstweekday.setter
    def firstweekday(self, firstweekday):
        self._firstweekday = firstweekday

    def getfirstweekday(self):
        return self.firstweekday

    def setfirstweekday(self, firstweekday):
        self.firstweekday = firstweekday

    def iterweekdays(self):
        """The weekdays of one week."""
        first = self.firstweekday
        yield from [(first + place) % 7 for place in range(7)]

    def _shape(self, year, month):
        """(days of the month before in its first week, its own days, days of the month after in its last week)"""
        first, count = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        return before, count, -(before + count) % 7

    def itermonthdates(self, year, month):
        """The dates of a month, in whole weeks: days of its neighbours come with it."""
        for date in self.itermonthdays3(year, month):
            yield datetime.date(*date)

    def itermonthdays(self, year, month):
        """Numbers of days, 0 for those of other months."""
        before, count, after = self._shape(year, month)
        yield from chain(repeat(0, before), range(1, count + 1), repeat(0, after))

    def itermonthdays2(self, year, month):
        """(day, weekday)"""
        yield from zip(self.itermonthdays(year, month), list(self.iterweekdays()) * 6)

    def itermonthdays3(self, year, month):
        """(year, month, day) of all days"""
        before, count, after = self._shape(year, month)
        earlier, later = _moved(year, month, -1), _moved(year, month, 1)
        last = _monthlen(*earlier)
        yield from [(*earlier, day) for day in range(last - before + 1, last + 1)]
        yield from [(year, month, day) for day in range(1, count + 1)]
        yield from [(*later, day) for day in range(1, after + 1)]

    def itermonthdays4(self, year, month):
        """(year, month, day, weekday)"""
        for date, weekday in zip(self.itermonthdays3(year, month), list(self.iterweekdays()) * 6):
            yield (*date, weekday)

    def _weeks(self, days):
        days = list(days)
        return [days[i:i + 7] for i in range(0, len(days), 7)]

    def monthdatescalendar(self, year, month):
        return self._weeks(self.itermonthdates(year, month))

    def monthdays2calendar(self, year, month):
        return self._weeks(self.itermonthdays2(year, month))

    def monthdayscalendar(self, year, month):
        return self._weeks(self.itermonthdays(year, month))

    def _rows(self, function, year, width):
        months = [function(year, m) for m in Month]
        return [months[i:i + width] for i in range(0, 12, width)]

    def yeardatescalendar(self, year, width=3):
        return self._rows(self.monthdatescalendar, year, width)

    def yeardays2calendar(self, year, width=3):
        return self._rows(self.monthdays2calendar, year, width)

    def yeardayscalendar(self, year, width=3):
        return self._rows(self.monthdayscalendar, year, width)


class TextCalendar(Calendar):
    """Calendars as text."""

    def prweek(self, theweek, width):
        print(self.formatweek(theweek, width), end="")

    def formatday(self, day, weekday, width):
        text = "" if day == 0 else "%2i" % day
        return text.center(width)

    def formatweek(self, theweek, width):
        return " ".join(self.formatday(d, wd, width) for d, wd in theweek)

    def formatweekday(self, day, width):
        names = day_name if width >= 9 else day_abbr
        return names[day][:width].center(width)

    def formatweekheader(self, width):
        return " ".join(self.formatweekday(i, width) for i in self.iterweekdays())

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        _validate_month(themonth)
        text = month_name[themonth]
        if withyear:
            text = "%s %r" % (text, theyear)
        return text.center(width)

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end="")

    def formatmonth(self, theyear, themonth, w=0, l=0):
        w, l = max(2, w), max(1, l)
        lines = [self.formatmonthname(theyear, themonth, _width(w)), self.formatweekheader(w)]
        lines += [self.formatweek(week, w) for week in self.monthdays2calendar(theyear, themonth)]
        return _spaced(lines, l)

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        w, l, c = max(2, w), max(1, l), max(2, c)
        width = _width(w)
        header = self.formatweekheader(w)
        lines = [repr(theyear).center(width * m + c * (m - 1))]
        numbers = list(Month)
        for number, row in enumerate(self.yeardays2calendar(theyear, m)):
            names = [self.formatmonthname(theyear, month, width, False) for month in numbers[m * number:m * (number + 1)]]
            lines += ["", formatstring(names, width, c), formatstring([header] * len(row), width, c)]
            for weeks in zip_longest(*row):
                lines.append(formatstring(["" if week is None else self.formatweek(week, w) for week in weeks], width, c))
        return _spaced(lines, l)

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        print(self.formatyear(theyear, w, l, c, m), end="")


def _width(w):
    """The width of a week whose days are w wide."""
    return 7 * (w + 1) - 1


def _spaced(lines, l):
    return "".join([line.rstrip() + "\n" * l for line in lines])


class HTMLCalendar(Calendar):
    """Calendars as HTML."""

    cssclasses = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    cssclasses_weekday_head = cssclasses
    cssclass_year, cssclass_year_head, cssclass_month, cssclass_month_head, cssclass_noday = "year", "year", "month", "month", "noday"

    def formatday(self, day, weekday):
        if not day:
            return f'<td class="{self.cssclass_noday}">&nbsp;</td>'
        return f'<td class="{self.cssclasses[weekday]}">{day}</td>'

    def formatweek(self, theweek):
        return f"<tr>{''.join([self.formatday(day, weekday) for day, weekday in theweek])}</tr>"

    def formatweekday(self, day):
        return f'<th class="{self.cssclasses_weekday_head[day]}">{day_abbr[day]}</th>'

    def formatweekheader(self):
        return f"<tr>{''.join(map(self.formatweekday, self.iterweekdays()))}</tr>"

    def formatmonthname(self, theyear, themonth, withyear=True):
        _validate_month(themonth)
        year = f" {theyear}" if withyear else ""
        return f'<tr><th colspan="7" class="{self.cssclass_month_head}">{month_name[themonth]}{year}</th></tr>'

    def formatmonth(self, theyear, themonth, withyear=True):
        weeks = "\n".join(map(self.formatweek, self.monthdays2calendar(theyear, themonth)))
        return (f"{_TABLE % self.cssclass_month}\n{self.formatmonthname(theyear, themonth, withyear=withyear)}\n"
                f"{self.formatweekheader()}\n{weeks}\n</table>\n")

    def formatyear(self, theyear, width=3):
        width = max(width, 1)
        cells = [f"<td>{self.formatmonth(theyear, month, withyear=False)}</td>" for month in Month]
        rows = [f"<tr>{''.join(cells[first:first + width])}</tr>" for first in range(0, 12, width)]
        head = f'<tr><th colspan="{width}" class="{self.cssclass_year_head}">{theyear}</th></tr>'
        return f"{_TABLE % self.cssclass_year}\n{head}{''.join(rows)}</table>"

    def formatyearpage(self, theyear, width=3, css="calendar.css", encoding=None):
        encoding = "utf-8" if encoding is None else encoding
        style = "" if css is None else f'<link rel="stylesheet" type="text/css" href="{css}" />\n'
        page = (f'<?xml version="1.0" encoding="{encoding}"?>\n'
                '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
                "<html>\n<head>\n"
                f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}" />\n{style}'
                f"<title>Calendar for {theyear}</title>\n</head>\n<body>\n{self.formatyear(theyear, width)}</body>\n</html>\n")
        return page.encode(encoding, "xmlcharrefreplace")


_TABLE = '<table border="0" cellpadding="0" cellspacing="0" class="%s">'


class different_locale:
    """with: another locale for times."""

    def __init__(self, locale):
        self._name = locale
        self._former = None

    def __enter__(self):
        import locale
        self._former = locale.setlocale(locale.LC_TIME)
        locale.setlocale(locale.LC_TIME, self._name)

    def __exit__(self, *exception):
        if self._former is not None:
            import locale
            locale.setlocale(locale.LC_TIME, self._former)


def _get_default_locale():
    """The locale of the program, or the one that the environment names if the program has chosen none."""
    import locale
    chosen = locale.setlocale(locale.LC_TIME)
    if chosen != "C":
        return chosen
    with different_locale(""):
        return locale.setlocale(locale.LC_TIME)


class _InLocale:
    """What both calendars in another locale have in common."""

    def __init__(self, firstweekday=0, locale=None):
        super().__init__(firstweekday)
        self.locale = _get_default_locale() if locale is None else locale

    def _there(self, function, *arguments):
        with different_locale(self.locale):
            return function(*arguments)


class LocaleTextCalendar(_InLocale, TextCalendar):
    """Text in another locale."""

    def formatweekday(self, day, width):
        return self._there(super().formatweekday, day, width)

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        return self._there(super().formatmonthname, theyear, themonth, width, withyear)


class LocaleHTMLCalendar(_InLocale, HTMLCalendar):
    """HTML in another locale."""

    def formatweekday(self, day):
        return self._there(super().formatweekday, day)

    def formatmonthname(self, theyear, themonth, withyear=True):
        return self._there(super().formatmonthname, theyear, themonth, withyear)


# The functions of the module are the methods of this calendar.
c = TextCalendar()
firstweekday, monthcalendar = c.getfirstweekday, c.monthdayscalendar
week, weekheader, month, calendar = c.formatweek, c.formatweekheader, c.formatmonth, c.formatyear
prweek, prmonth, prcal = c.prweek, c.prmonth, c.pryear


def setfirstweekday(firstweekday):
    """The weekday that weeks begin with, for the functions of the module."""
    if not MONDAY <= firstweekday <= SUNDAY:
        raise IllegalWeekdayError(firstweekday)
    c.firstweekday = firstweekday


_colwidth, _spacing = _width(2), 6


def formatstring(cols, colwidth=_colwidth, spacing=_spacing):
    """Columns beside each other, each centred."""
    return (" " * spacing).join([column.center(colwidth) for column in cols])


def format(cols, colwidth=_colwidth, spacing=_spacing):
    print(formatstring(cols, colwidth, spacing))


EPOCH = 1970
_EPOCH_ORD = datetime.date(EPOCH, 1, 1).toordinal()


def timegm(tuple):
    """The seconds since 1970 of a time in UTC."""
    year, month, day, hour, minute, second = tuple[:6]
    days = datetime.date(year, month, 1).toordinal() - _EPOCH_ORD + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser()
    text = parser.add_argument_group("text only arguments")
    html = parser.add_argument_group("html only arguments")
    text.add_argument("-w", "--width", type=int, default=2, help="width of date column (default 2)")
    text.add_argument("-l", "--lines", type=int, default=1, help="number of lines for each week (default 1)")
    text.add_argument("-s", "--spacing", type=int, default=6, help="spacing between months (default 6)")
    text.add_argument("-m", "--months", type=int, default=3, help="months per row (default 3)")
    html.add_argument("-c", "--css", default="calendar.css", help="CSS to use for page")
    parser.add_argument("-L", "--locale", default=None, help="locale to use for month and weekday names")
    parser.add_argument("-e", "--encoding", default=None, help="encoding to use for output")
    parser.add_argument("-t", "--type", default="text", choices=("text", "html"), help="output type (text or html)")
    parser.add_argument("-f", "--first-weekday", type=int, default=0, help="weekday (0 is Monday, 6 is Sunday) to start each week (default 0)")
    parser.add_argument("year", nargs="?", type=int, help="year number")
    parser.add_argument("month", nargs="?", type=int, help="month number (1-12, text only)")
    options = parser.parse_args(args)
    if options.locale and not options.encoding:
        parser.error("if --locale is specified --encoding is required")
    locale = options.locale, options.encoding
    today = datetime.date.today()
    if options.type == "html":
        if options.month:
            parser.error("incorrect number of arguments")
        cal = LocaleHTMLCalendar(locale=locale) if options.locale else HTMLCalendar()
        cal.setfirstweekday(options.first_weekday)
        encoding = options.encoding or sys.getdefaultencoding()
        year = today.year if options.year is None else options.year
        sys.stdout.buffer.write(cal.formatyearpage(year, encoding=encoding, css=options.css))
        return
    cal = LocaleTextCalendar(locale=locale) if options.locale else TextCalendar()
    cal.setfirstweekday(options.first_weekday)
    settings = dict(w=options.width, l=options.lines)
    if options.month is None:
        settings["c"] = options.spacing
        settings["m"] = options.months
    else:
        _validate_month(options.month)
    if options.month is None or options.year is None:
        text = cal.formatyear(today.year if options.year is None else options.year, **settings)
    else:
        text = cal.formatmonth(options.year, options.month, **settings)
    if options.encoding:
        sys.stdout.buffer.write(text.encode(options.encoding))
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
