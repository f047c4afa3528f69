"""Reading and writing of tables as lines of text, fields separated by commas or the like."""

import re
import types
from _csv import (Error, reader, writer, register_dialect, unregister_dialect, get_dialect, list_dialects, field_size_limit, QUOTE_MINIMAL,
                  QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL)
from _csv import Dialect as _Dialect
from io import StringIO

__all__ = ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS", "QUOTE_NOTNULL", "Error", "Dialect", "excel",
           "excel_tab", "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects", "Sniffer",
           "unregister_dialect", "DictReader", "DictWriter", "unix_dialect"]


class Dialect:
    """A dialect is a subclass of this one with these attributes set."""

    _name, _valid = "", False
    delimiter = quotechar = escapechar = lineterminator = None
    doublequote = skipinitialspace = quoting = None

    def __init__(self):
        self._valid = type(self) is not Dialect
        self._validate()

    def _validate(self):
        try:
            _Dialect(self)
        except TypeError as complaint:
            raise Error(str(complaint)) from None


class excel(Dialect):
    """What Excel writes."""

    delimiter, quotechar, lineterminator = ",", '"', "\r\n"
    doublequote, skipinitialspace, quoting = True, False, QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes, separated by tabs."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """Everything quoted, lines end in a newline."""

    delimiter, quotechar, lineterminator = ",", '"', "\n"
    doublequote, skipinitialspace, quoting = True, False, QUOTE_ALL


for _name, _dialect in ("excel", excel), ("excel-tab", excel_tab), ("unix", unix_dialect):
    register_dialect(_name, _dialect)
del _name, _dialect


def _repeatable(names):
    """Names that can be gone through more than once."""
    return list(names) if names is not None and iter(names) is names else names


class DictReader:
    """Rows as dicts; the keys are fieldnames, or the first row."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.restkey, self.restval = restkey, restval
        self.line_num = 0
        self._fieldnames = _repeatable(fieldnames)

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames  # reads the first row where it has the names
        row = []
        while row == []:  # empty lines are skipped
            row = next(self.reader)
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(row) > len(names):
            result[self.restkey] = row[len(names):]
        else:
            for name in names[len(row):]:
                result[name] = self.restval
        return result

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows, in the order of fieldnames."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.writer = writer(f, dialect, *args, **kwds)
        self.fieldnames = _repeatable(fieldnames)
        self.restval = restval
        self.extrasaction = extrasaction.lower()
        if self.extrasaction not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({self.extrasaction}) must be 'raise' or 'ignore'")

    def writeheader(self):
        """Write the names themselves as a row."""
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == "raise":
            if wrong := rowdict.keys() - self.fieldnames:
                raise ValueError(f"dict contains fields not in fieldnames: {', '.join(map(repr, wrong))}")
        return (rowdict.get(key, self.restval) for key in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._dict_to_list, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


class Sniffer:
    """Guesses the dialect of a sample."""

    def __init__(self):
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """A dialect that fits the sample; Error when none can be told."""
        quotechar, doublequote, delimiter, skipinitialspace = self._guess_quote_and_delimiter(sample, delimiters)
        if not delimiter:
            delimiter, skipinitialspace = self._guess_delimiter(sample, delimiters)
            if not delimiter:
                raise Error("Could not determine delimiter")
        return type("dialect", (Dialect,), {
            "_name": "sniffed", "delimiter": delimiter, "quotechar": quotechar or '"', "doublequote": doublequote,
            "skipinitialspace": skipinitialspace, "lineterminator": "\r\n", "quoting": QUOTE_MINIMAL,
        })

    def _guess_quote_and_delimiter(self, data, delimiters):
        """From fields in quotation marks: (quotechar, doublequote, delimiter, skipinitialspace)."""
        patterns = (r'(?P<delim>[^\w\n"\'])(?P<space> ?)(?P<quote>["\']).*?(?P=quote)(?P=delim)',  # ,".*?",
                    r'(?:^|\n)(?P<quote>["\']).*?(?P=quote)(?P<delim>[^\w\n"\'])(?P<space> ?)',    # ".*?",
                    r'(?P<delim>[^\w\n"\'])(?P<space> ?)(?P<quote>["\']).*?(?P=quote)(?:$|\n)',    # ,".*?"
                    r'(?:^|\n)(?P<quote>["\']).*?(?P=quote)(?:$|\n)')                               # ".*?"
        for pattern in patterns:
            expression = re.compile(pattern, re.DOTALL | re.MULTILINE)
            matches = list(expression.finditer(data))
            if matches:
                break
        else:
            return "", False, None, 0
        quotes = {}
        found = {}
        spaces = 0
        groups = expression.groupindex
        for match in matches:
            quote = match["quote"]
            if quote:
                quotes[quote] = quotes.get(quote, 0) + 1
            if "delim" not in groups:
                continue
            delimiter = match["delim"]
            if delimiter and (delimiters is None or delimiter in delimiters):
                found[delimiter] = found.get(delimiter, 0) + 1
            if match["space"]:
                spaces += 1
        quotechar = max(quotes, key=quotes.get)
        if found:
            delimiter = max(found, key=found.get)
            skipinitialspace = found[delimiter] == spaces
            if delimiter == "\n":  # the most common one: a single column
                delimiter = ""
        else:
            delimiter = ""
            skipinitialspace = 0
        doubled = re.compile(r"((%(delim)s)|^)\W*%(quote)s[^%(delim)s\n]*%(quote)s[^%(delim)s\n]*%(quote)s\W*((%(delim)s)|$)"
                             % {"delim": re.escape(delimiter), "quote": quotechar}, re.MULTILINE)
        return quotechar, bool(doubled.search(data)), delimiter, skipinitialspace

    def _guess_delimiter(self, data, delimiters):
        """The character that occurs equally often on (nearly) all lines: (delimiter, skipinitialspace)."""
        lines = list(filter(None, data.split("\n")))
        characters = [chr(c) for c in range(127)]
        chunk = min(10, len(lines))
        tables = {}      # character -> {count on a line: number of lines}
        modes = {}       # character -> (most frequent count, lines that have it, less those that have not)
        candidates = {}
        total = 0
        start, end = 0, chunk
        while start < len(lines):
            total += 1
            for line in lines[start:end]:
                for character in characters:
                    table = tables.setdefault(character, {})
                    count = line.count(character)
                    table[count] = table.get(count, 0) + 1
            for character, table in tables.items():
                items = list(table.items())
                if len(items) == 1 and items[0][0] == 0:
                    continue
                if len(items) > 1:
                    modes[character] = max(items, key=lambda item: item[1])
                    items.remove(modes[character])
                    modes[character] = (modes[character][0], modes[character][1] - sum(item[1] for item in items))
                else:
                    modes[character] = items[0]
            most = float(min(chunk * total, len(lines)))
            consistency = 1.0
            while not candidates and consistency >= 0.9:
                for character, (count, number) in modes.items():
                    if count > 0 and number > 0 and number / most >= consistency and (delimiters is None or character in delimiters):
                        candidates[character] = (count, number)
                consistency -= 0.01
            if len(candidates) == 1:
                delimiter = list(candidates)[0]
                return delimiter, lines[0].count(delimiter) == lines[0].count("%c " % delimiter)
            start = end
            end += chunk
        if not candidates:
            return "", 0
        if len(candidates) > 1:
            for delimiter in self.preferred:
                if delimiter in candidates:
                    return delimiter, lines[0].count(delimiter) == lines[0].count("%c " % delimiter)
        delimiter = max((value, character) for character, value in candidates.items())[1]
        return delimiter, lines[0].count(delimiter) == lines[0].count("%c " % delimiter)

    def has_header(self, sample):
        """Does the first row look unlike the others: other types, or other lengths?"""
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        columns = len(header)
        kinds = dict.fromkeys(range(columns))
        checked = 0
        for row in rows:
            if checked > 20:
                break
            checked += 1
            if len(row) != columns:
                continue
            for column in list(kinds):
                kind = complex
                try:
                    kind(row[column])
                except (ValueError, OverflowError):
                    kind = len(row[column])
                if kind != kinds[column]:
                    if kinds[column] is None:
                        kinds[column] = kind
                    else:
                        del kinds[column]  # of no one kind: it tells nothing
        votes = 0
        for column, kind in kinds.items():
            if isinstance(kind, int):
                votes += 1 if len(header[column]) != kind else -1
            else:
                try:
                    kind(header[column])
                except (ValueError, TypeError):
                    votes += 1
                else:
                    votes -= 1
        return votes > 0
