"""Property lists of macOS: dicts, lists, strings, numbers, dates and bytes in files, as XML or in a binary form."""

__all__ = ["InvalidFileException", "FMT_XML", "FMT_BINARY", "load", "dump", "loads", "dumps", "UID"]

import binascii
import datetime
import enum
import itertools
import re
import struct
from io import BytesIO

PlistFormat = enum.Enum("PlistFormat", "FMT_XML FMT_BINARY", module=__name__)
globals().update(PlistFormat.__members__)


class UID:
    """A number that stands for an object in archives of keyed objects."""

    def __init__(self, data):
        if not isinstance(data, int):
            raise TypeError("data must be an int")
        if data >= 1 << 64:
            raise ValueError("UIDs cannot be >= 2**64")
        if data < 0:
            raise ValueError("UIDs must be positive")
        self.data = data

    def __index__(self):
        return self.data

    def __repr__(self):
        return "%s(%s)" % (self.__class__.__name__, repr(self.data))

    def __reduce__(self):
        return self.__class__, (self.data,)

    def __eq__(self, other):
        if not isinstance(other, UID):
            return NotImplemented
        return self.data == other.data

    def __hash__(self):
        return hash(self.data)


# --- XML

PLISTHEADER = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
"""

_control_characters = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_date = re.compile(r"(?P<year>\d\d\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?)?)?)?Z",
                   re.ASCII)


def _date_from_string(s, aware_datetime):
    match = _date.match(s)
    numbers = [int(value) for value in match.groups() if value is not None]
    if aware_datetime:
        return datetime.datetime(*numbers, tzinfo=datetime.UTC)
    return datetime.datetime(*numbers)


def _date_to_string(d, aware_datetime):
    if aware_datetime:
        d = d.astimezone(datetime.UTC)
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % (d.year, d.month, d.day, d.hour, d.minute, d.second)


def _escape(text):
    if _control_characters.search(text) is not None:
        raise ValueError("strings can't contain control characters; use bytes instead")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _PlistParser:
    def __init__(self, dict_type, aware_datetime=False):
        self.stack = []
        self.current_key = None
        self.root = None
        self._dict_type = dict_type
        self._aware_datetime = aware_datetime

    def parse(self, file):
        from xml.parsers.expat import ParserCreate
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self.handle_begin_element
        self.parser.EndElementHandler = self.handle_end_element
        self.parser.CharacterDataHandler = self.handle_data
        self.parser.EntityDeclHandler = self.handle_entity_decl
        self.parser.ParseFile(file)
        return self.root

    def handle_entity_decl(self, *arguments):
        # No property list has any; those who build bombs do.
        raise InvalidFileException("XML entity declarations are not supported in plist files")

    def handle_begin_element(self, element, attrs):
        self.data = []
        handler = getattr(self, "begin_" + element, None)
        if handler is not None:
            handler(attrs)

    def handle_end_element(self, element):
        handler = getattr(self, "end_" + element, None)
        if handler is not None:
            handler()

    def handle_data(self, data):
        self.data.append(data)

    def add_object(self, value):
        if self.current_key is not None:
            if not isinstance(self.stack[-1], dict):
                raise ValueError("unexpected element at line %d" % self.parser.CurrentLineNumber)
            self.stack[-1][self.current_key] = value
            self.current_key = None
        elif not self.stack:
            self.root = value
        else:
            if not isinstance(self.stack[-1], list):
                raise ValueError("unexpected element at line %d" % self.parser.CurrentLineNumber)
            self.stack[-1].append(value)

    def get_data(self):
        data = "".join(self.data)
        self.data = []
        return data

    def begin_dict(self, attrs):
        value = self._dict_type()
        self.add_object(value)
        self.stack.append(value)

    def end_dict(self):
        if self.current_key:
            raise ValueError("missing value for key '%s' at line %d" % (self.current_key, self.parser.CurrentLineNumber))
        self.stack.pop()

    def end_key(self):
        if self.current_key or not isinstance(self.stack[-1], dict):
            raise ValueError("unexpected key at line %d" % self.parser.CurrentLineNumber)
        self.current_key = self.get_data()

    def begin_array(self, attrs):
        value = []
        self.add_object(value)
        self.stack.append(value)

    def end_array(self):
        self.stack.pop()

    def end_true(self):
        self.add_object(True)

    def end_false(self):
        self.add_object(False)

    def end_integer(self):
        raw = self.get_data()
        self.add_object(int(raw, 16) if raw.startswith(("0x", "0X")) else int(raw))

    def end_real(self):
        self.add_object(float(self.get_data()))

    def end_string(self):
        self.add_object(self.get_data())

    def end_data(self):
        self.add_object(binascii.a2b_base64(self.get_data().encode("utf-8")))

    def end_date(self):
        self.add_object(_date_from_string(self.get_data(), self._aware_datetime))


class _PlistWriter:
    def __init__(self, file, sort_keys=True, skipkeys=False, aware_datetime=False):
        self.file = file
        self._level = 0
        self._sort_keys = sort_keys
        self._skipkeys = skipkeys
        self._aware_datetime = aware_datetime

    def write(self, value):
        self.file.write(PLISTHEADER)
        self.writeln('<plist version="1.0">')
        self.write_value(value)
        self.writeln("</plist>")

    def writeln(self, line):
        self.file.write(b"\t" * self._level + line.encode("utf-8") + b"\n")

    def simple_element(self, element, value=None):
        self.writeln("<%s/>" % element if value is None else "<%s>%s</%s>" % (element, _escape(value), element))

    def write_value(self, value):
        if isinstance(value, str):
            self.simple_element("string", value)
        elif value is True:
            self.simple_element("true")
        elif value is False:
            self.simple_element("false")
        elif isinstance(value, int):
            if not -1 << 63 <= value < 1 << 64:
                raise OverflowError(value)
            self.simple_element("integer", "%d" % value)
        elif isinstance(value, float):
            self.simple_element("real", repr(value))
        elif isinstance(value, dict):
            self.write_dict(value)
        elif isinstance(value, (bytes, bytearray)):
            self.write_bytes(value)
        elif isinstance(value, datetime.datetime):
            self.simple_element("date", _date_to_string(value, self._aware_datetime))
        elif isinstance(value, (tuple, list)):
            self.write_array(value)
        else:
            raise TypeError("unsupported type: %s" % type(value))

    def write_bytes(self, data):
        self.writeln("<data>")
        # As many characters as fit beside the indentation.
        size = max(16, 76 - 8 * self._level) // 4 * 3
        for start in range(0, len(data), size):
            self.writeln(binascii.b2a_base64(data[start:start + size], newline=False).decode("ascii"))
        self.writeln("</data>")

    def write_dict(self, d):
        if not d:
            self.simple_element("dict")
            return
        self.writeln("<dict>")
        self._level += 1
        for key, value in sorted(d.items()) if self._sort_keys else d.items():
            if not isinstance(key, str):
                if self._skipkeys:
                    continue
                raise TypeError("keys must be strings")
            self.simple_element("key", key)
            self.write_value(value)
        self._level -= 1
        self.writeln("</dict>")

    def write_array(self, array):
        if not array:
            self.simple_element("array")
            return
        self.writeln("<array>")
        self._level += 1
        for value in array:
            self.write_value(value)
        self._level -= 1
        self.writeln("</array>")


# --- The binary form: objects one after another, a table of where they are, and a trailer that says where the table is

class InvalidFileException(ValueError):
    """The file is no property list."""

    def __init__(self, message="Invalid file"):
        ValueError.__init__(self, message)


_undefined = object()
_EPOCH = datetime.datetime(2001, 1, 1)


class _BinaryPlistParser:
    def __init__(self, dict_type, aware_datetime=False):
        self._dict_type = dict_type
        self._aware_datime = aware_datetime

    def parse(self, fp):
        try:
            self._fp = fp
            fp.seek(-32, 2)
            trailer = fp.read(32)
            if len(trailer) != 32:
                raise InvalidFileException()
            offset_size, self._ref_size, count, top, table = struct.unpack(">6xBBQQQ", trailer)
            fp.seek(table)
            self._offsets = self._read_ints(count, offset_size)
            self._objects = [_undefined] * count
            return self._read_object(top)
        except (OSError, IndexError, struct.error, OverflowError, ValueError) as error:
            if isinstance(error, InvalidFileException):
                raise
            raise InvalidFileException() from error

    def _size(self, low):
        if low != 0xF:
            return low
        exponent = self._fp.read(1)[0] & 0x3
        return int.from_bytes(self._read(1 << exponent), "big")

    def _read(self, count):
        data = self._fp.read(count)
        if len(data) != count:
            raise InvalidFileException()
        return data

    def _read_ints(self, count, size):
        data = self._read(size * count)
        if not size:
            raise InvalidFileException()
        return tuple(int.from_bytes(data[i:i + size], "big") for i in range(0, size * count, size))

    def _read_refs(self, count):
        return self._read_ints(count, self._ref_size)

    def _read_object(self, ref):
        result = self._objects[ref]
        if result is not _undefined:
            return result
        self._fp.seek(self._offsets[ref])
        token = self._fp.read(1)[0]
        high, low = token & 0xF0, token & 0x0F
        if token == 0x00:
            result = None
        elif token == 0x08:
            result = False
        elif token == 0x09:
            result = True
        elif token == 0x0F:
            result = b""
        elif high == 0x10:
            result = int.from_bytes(self._fp.read(1 << low), "big", signed=low >= 3)
        elif token == 0x22:
            result = struct.unpack(">f", self._fp.read(4))[0]
        elif token == 0x23:
            result = struct.unpack(">d", self._fp.read(8))[0]
        elif token == 0x33:
            seconds = struct.unpack(">d", self._fp.read(8))[0]
            epoch = _EPOCH.replace(tzinfo=datetime.UTC) if self._aware_datime else _EPOCH
            result = epoch + datetime.timedelta(seconds=seconds)
        elif high == 0x40:
            result = self._read(self._size(low))
        elif high == 0x50:
            result = self._read(self._size(low)).decode("ascii")
        elif high == 0x60:
            result = self._read(self._size(low) * 2).decode("utf-16be")
        elif high == 0x80:
            result = UID(int.from_bytes(self._fp.read(1 + low), "big"))
        elif high == 0xA0:
            refs = self._read_refs(self._size(low))
            result = []
            self._objects[ref] = result
            for item in refs:
                result.append(self._read_object(item))
        elif high == 0xD0:
            size = self._size(low)
            keys = self._read_refs(size)
            values = self._read_refs(size)
            result = self._dict_type()
            self._objects[ref] = result
            try:
                for key, value in zip(keys, values):
                    result[self._read_object(key)] = self._read_object(value)
            except TypeError:
                raise InvalidFileException()
        else:
            raise InvalidFileException()
        self._objects[ref] = result
        return result


_scalars = (str, int, float, datetime.datetime, bytes)


def _bytes_for(count):
    return 1 if count < 1 << 8 else 2 if count < 1 << 16 else 4 if count < 1 << 32 else 8


class _BinaryPlistWriter:
    def __init__(self, fp, sort_keys, skipkeys, aware_datetime=False):
        self._fp = fp
        self._sort_keys = sort_keys
        self._skipkeys = skipkeys
        self._aware_datetime = aware_datetime

    def write(self, value):
        self._objects = []
        self._numbers = {}     # (type, scalar) -> number
        self._identities = {}  # id() of other objects -> number
        self._flatten(value)
        self._ref_size = _bytes_for(len(self._objects))
        self._offsets = [0] * len(self._objects)
        self._fp.write(b"bplist00")
        for item in self._objects:
            self._write_object(item)
        table = self._fp.tell()
        offset_size = _bytes_for(table)
        for offset in self._offsets:
            self._fp.write(offset.to_bytes(offset_size, "big"))
        self._fp.write(struct.pack(">5xBBBQQQ", 0, offset_size, self._ref_size, len(self._objects), self._ref(value), table))

    def _flatten(self, value):
        if isinstance(value, _scalars):
            if (type(value), value) in self._numbers:
                return
        elif id(value) in self._identities:
            return
        number = len(self._objects)
        self._objects.append(value)
        if isinstance(value, _scalars):
            self._numbers[type(value), value] = number
        else:
            self._identities[id(value)] = number
        if isinstance(value, dict):
            keys, values = [], []
            for key, item in sorted(value.items()) if self._sort_keys else value.items():
                if not isinstance(key, str):
                    if self._skipkeys:
                        continue
                    raise TypeError("keys must be strings")
                keys.append(key)
                values.append(item)
            for item in itertools.chain(keys, values):
                self._flatten(item)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self._flatten(item)

    def _ref(self, value):
        return self._numbers[type(value), value] if isinstance(value, _scalars) else self._identities[id(value)]

    def _write_size(self, token, size):
        if size < 15:
            self._fp.write(bytes([token | size]))
            return
        length = _bytes_for(size)
        self._fp.write(bytes([token | 0xF, 0x10 | length.bit_length() - 1]) + size.to_bytes(length, "big"))

    def _write_refs(self, values):
        for value in values:
            self._fp.write(self._ref(value).to_bytes(self._ref_size, "big"))

    def _write_object(self, value):
        self._offsets[self._ref(value)] = self._fp.tell()
        write = self._fp.write
        if value is None:
            write(b"\x00")
        elif value is False:
            write(b"\x08")
        elif value is True:
            write(b"\x09")
        elif isinstance(value, int):
            if value < 0:
                try:
                    write(struct.pack(">Bq", 0x13, value))
                except struct.error:
                    raise OverflowError(value) from None
            elif value < 1 << 63:
                size = _bytes_for(value)
                write(bytes([0x10 | size.bit_length() - 1]) + value.to_bytes(size, "big"))
            elif value < 1 << 64:
                write(b"\x14" + value.to_bytes(16, "big", signed=True))
            else:
                raise OverflowError(value)
        elif isinstance(value, float):
            write(struct.pack(">Bd", 0x23, value))
        elif isinstance(value, datetime.datetime):
            if self._aware_datetime:
                seconds = (value.astimezone(datetime.UTC) - _EPOCH.replace(tzinfo=datetime.UTC)).total_seconds()
            else:
                seconds = (value - _EPOCH).total_seconds()
            write(struct.pack(">Bd", 0x33, seconds))
        elif isinstance(value, (bytes, bytearray)):
            self._write_size(0x40, len(value))
            write(value)
        elif isinstance(value, str):
            if value.isascii():
                self._write_size(0x50, len(value))
                write(value.encode("ascii"))
            else:
                data = value.encode("utf-16be")
                self._write_size(0x60, len(data) // 2)
                write(data)
        elif isinstance(value, UID):
            size = _bytes_for(value.data)
            write(bytes([0x80 | size - 1]) + value.data.to_bytes(size, "big"))
        elif isinstance(value, (list, tuple)):
            self._write_size(0xA0, len(value))
            self._write_refs(value)
        elif isinstance(value, dict):
            items = sorted(value.items()) if self._sort_keys else value.items()
            items = [(key, item) for key, item in items if isinstance(key, str)]
            self._write_size(0xD0, len(items))
            self._write_refs(key for key, _ in items)
            self._write_refs(item for _, item in items)
        else:
            raise TypeError(value)


# --- Functions

def _is_fmt_xml(header):
    prefixes = (b"<?xml", b"<plist")
    if header.startswith(prefixes):
        return True
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le")):
        if header.startswith(mark):
            return any(header[len(mark):].startswith(prefix.decode("ascii").encode(encoding)) for prefix in prefixes)
    return False


def load(fp, *, fmt=None, dict_type=dict, aware_datetime=False):
    """Read a property list from a binary file; the form is found out, unless it is given."""
    if fmt is None:
        header = fp.read(32)
        fp.seek(0)
        if _is_fmt_xml(header):
            parser = _PlistParser
        elif header[:8] == b"bplist00":
            parser = _BinaryPlistParser
        else:
            raise InvalidFileException()
    else:
        parser = {PlistFormat.FMT_XML: _PlistParser, PlistFormat.FMT_BINARY: _BinaryPlistParser}[fmt]
    return parser(dict_type=dict_type, aware_datetime=aware_datetime).parse(fp)


def loads(value, *, fmt=None, dict_type=dict, aware_datetime=False):
    """Read a property list from bytes, or from a str when it is XML."""
    if isinstance(value, str):
        if fmt == PlistFormat.FMT_BINARY:
            raise TypeError("value must be bytes-like object when fmt is FMT_BINARY")
        value = value.encode()
    return load(BytesIO(value), fmt=fmt, dict_type=dict_type, aware_datetime=aware_datetime)


def dump(value, fp, *, fmt=PlistFormat.FMT_XML, sort_keys=True, skipkeys=False, aware_datetime=False):
    """Write a property list into a binary file."""
    if fmt == PlistFormat.FMT_XML:
        writer = _PlistWriter
    elif fmt == PlistFormat.FMT_BINARY:
        writer = _BinaryPlistWriter
    else:
        raise ValueError("Unsupported format: %r" % (fmt,))
    writer(fp, sort_keys=sort_keys, skipkeys=skipkeys, aware_datetime=aware_datetime).write(value)


def dumps(value, *, fmt=PlistFormat.FMT_XML, skipkeys=False, sort_keys=True, aware_datetime=False):
    """A property list as bytes."""
    fp = BytesIO()
    dump(value, fp, fmt=fmt, skipkeys=skipkeys, sort_keys=sort_keys, aware_datetime=aware_datetime)
    return fp.getvalue()
