"""Property lists of macOS: dicts, lists, strings, numbers, dates and bytes in files, as XML or in a binary form."""

__all__ = ["InvalidFileException", "FMT_XML", "FMT_BINARY", "load", "dump", "loads", "dumps", "UID"]

import binascii
import datetime
import enum
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
        if not 0 <= data < 1 << 64:
            raise ValueError("UIDs must be positive" if data < 0 else "UIDs cannot be >= 2**64")
        self.data = data

    def __repr__(self):
        return f"{type(self).__name__}({self.data!r})"

    def __index__(self):
        return self.data

    def __hash__(self):
        return hash(self.data)

    def __eq__(self, other):
        return self.data == other.data if isinstance(other, UID) else NotImplemented

    def __reduce__(self):
        return type(self), (self.data,)


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
    """Builds what the elements of an XML file say. Of one file, in one thread."""

    def __init__(self, dict_type, aware_datetime=False):
        self._containers = {"dict": dict_type, "array": list}
        # What becomes of the text between the tags.
        self._values = {
            "string": str,
            "integer": lambda text: int(text, 16 if text.startswith(("0x", "0X")) else 10),
            "real": float,
            "true": lambda text: True,
            "false": lambda text: False,
            "data": lambda text: binascii.a2b_base64(text.encode("utf-8")),
            "date": lambda text: _date_from_string(text, aware_datetime),
        }
        self._root = None
        self._open = []  # containers whose end has not come, the innermost last
        self._key = None  # of the value that comes next in a dict
        self._texts = []

    def parse(self, file):
        from xml.parsers.expat import ParserCreate
        self._xml = xml = ParserCreate()
        xml.StartElementHandler, xml.EndElementHandler = self._begin, self._end
        xml.CharacterDataHandler = lambda text: self._texts.append(text)
        xml.EntityDeclHandler = self._refuse_entity
        xml.ParseFile(file)
        return self._root

    def _refuse_entity(self, *declaration):
        # No property list has any; those who build bombs do.
        raise InvalidFileException("XML entity declarations are not supported in plist files")

    def _error(self, what):
        return ValueError(f"{what} at line {self._xml.CurrentLineNumber}")

    def _begin(self, element, attributes):
        self._texts = []
        if element in self._containers:
            container = self._containers[element]()
            self._put(container)
            self._open.append(container)

    def _end(self, element):
        if element in self._values:
            self._put(self._values[element](self._take_text()))
        elif element == "key":
            if self._key or not isinstance(self._open[-1], dict):
                raise self._error("unexpected key")
            self._key = self._take_text()
        elif element in self._containers:
            if self._key:
                raise self._error(f"missing value for key '{self._key}'")
            self._open.pop()

    def _take_text(self):
        text = "".join(self._texts)
        self._texts = []
        return text

    def _put(self, value):
        """A value is complete, or a container begins: it belongs to the innermost container."""
        key, self._key = self._key, None
        innermost = self._open[-1] if self._open else None
        if innermost is None:
            self._root = value
        elif key is not None and isinstance(innermost, dict):
            innermost[key] = value
        elif key is None and isinstance(innermost, list):
            innermost.append(value)
        else:
            raise self._error("unexpected element")


class _PlistWriter:
    """Writes the elements of an XML file, a line each."""

    def __init__(self, file, sort_keys=True, skipkeys=False, aware_datetime=False):
        self._file = file
        self._sort_keys, self._skipkeys = sort_keys, skipkeys
        self._aware_datetime = aware_datetime
        self._level = 0

    def write(self, value):
        self._file.write(PLISTHEADER)
        self._line('<plist version="1.0">')
        self._value(value)
        self._line("</plist>")

    def _line(self, text):
        self._file.write(b"\t" * self._level + text.encode("utf-8") + b"\n")

    def _element(self, name, text):
        self._line(f"<{name}>{_escape(text)}</{name}>")

    def _enter(self, name):
        self._line(f"<{name}>")
        self._level += 1

    def _leave(self, name):
        self._level -= 1
        self._line(f"</{name}>")

    def _value(self, value):
        match value:
            case str():
                self._element("string", value)
            case bool():
                self._line("<true/>" if value else "<false/>")
            case int():
                if not -1 << 63 <= value < 1 << 64:
                    raise OverflowError(value)
                self._element("integer", f"{int(value)}")
            case float():
                self._element("real", repr(value))
            case dict():
                self._dict(value)
            case bytes() | bytearray():
                self._bytes(value)
            case datetime.datetime():
                self._element("date", _date_to_string(value, self._aware_datetime))
            case tuple() | list():
                self._array(value)
            case _:
                raise TypeError(f"unsupported type: {type(value)}")

    def _dict(self, value):
        if not value:
            self._line("<dict/>")
            return
        self._enter("dict")
        for key, item in _items(value, self._sort_keys, self._skipkeys):
            self._element("key", key)
            self._value(item)
        self._leave("dict")

    def _array(self, values):
        if not values:
            self._line("<array/>")
            return
        self._enter("array")
        for value in values:
            self._value(value)
        self._leave("array")

    def _bytes(self, data):
        self._line("<data>")
        # As many characters as fit beside the indentation.
        size = max(16, 76 - 8 * self._level) // 4 * 3
        for start in range(0, len(data), size):
            self._line(binascii.b2a_base64(data[start:start + size], newline=False).decode("ascii"))
        self._line("</data>")


def _items(value, sort_keys, skipkeys):
    """The items of a dict that are to be written, in their order."""
    items = sorted(value.items()) if sort_keys else value.items()
    for key, item in items:
        if isinstance(key, str):
            yield key, item
        elif not skipkeys:
            raise TypeError("keys must be strings")


# --- The binary form: objects one after another, a table of where they are, and a trailer that says where the table is

class InvalidFileException(ValueError):
    """The file is no property list."""

    def __init__(self, message="Invalid file"):
        ValueError.__init__(self, message)


_undefined = object()
_EPOCH = datetime.datetime(2001, 1, 1)


class _BinaryPlistParser:
    """Reads objects where the table says that they are; those that contain each other come out so."""

    def __init__(self, dict_type, aware_datetime=False):
        self._dict_type = dict_type
        self._epoch = _EPOCH.replace(tzinfo=datetime.UTC) if aware_datetime else _EPOCH

    def parse(self, file):
        self._fp = file
        try:
            file.seek(-32, 2)
            offset_size, self._ref_size, count, top, table = struct.unpack(">6xBBQQQ", self._read(32))
            file.seek(table)
            self._offsets = self._read_ints(count, offset_size)
            self._objects = [_undefined] * count
            return self._read_object(top)
        except InvalidFileException:
            raise
        except (OSError, IndexError, struct.error, OverflowError, ValueError) as error:
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

    def _read_object(self, number):
        if self._objects[number] is _undefined:
            self._fp.seek(self._offsets[number])
            token = self._fp.read(1)[0]
            kind, low = token >> 4, token & 0xF
            if kind == 0xA:
                self._read_array(number, low)
            elif kind == 0xD:
                self._read_dict(number, low)
            else:
                self._objects[number] = self._read_value(kind, low)
        return self._objects[number]

    def _read_value(self, kind, low):
        match kind, low:
            case 0x0, 0x0:
                return None
            case 0x0, 0x8 | 0x9:
                return low == 0x9
            case 0x0, 0xF:
                return b""
            case 0x1, _:
                return int.from_bytes(self._fp.read(1 << low), "big", signed=low >= 3)
            case 0x2, 0x2 | 0x3:
                return struct.unpack(">f" if low == 0x2 else ">d", self._fp.read(1 << low))[0]
            case 0x3, 0x3:
                return self._epoch + datetime.timedelta(seconds=struct.unpack(">d", self._fp.read(8))[0])
            case 0x4, _:
                return self._read(self._size(low))
            case 0x5, _:
                return self._read(self._size(low)).decode("ascii")
            case 0x6, _:
                return self._read(self._size(low) * 2).decode("utf-16be")
            case 0x8, _:
                return UID(int.from_bytes(self._fp.read(1 + low), "big"))
        raise InvalidFileException()

    # A container is known before what it contains is read.

    def _read_array(self, number, low):
        numbers = self._read_refs(self._size(low))
        self._objects[number] = array = []
        array.extend(map(self._read_object, numbers))

    def _read_dict(self, number, low):
        size = self._size(low)
        keys, values = self._read_refs(size), self._read_refs(size)
        self._objects[number] = made = self._dict_type()
        try:
            for key, value in zip(keys, values):
                made[self._read_object(key)] = self._read_object(value)
        except TypeError:
            raise InvalidFileException()


_scalars = (str, int, float, datetime.datetime, bytes)


def _bytes_for(count):
    return 1 if count < 1 << 8 else 2 if count < 1 << 16 else 4 if count < 1 << 32 else 8


class _BinaryPlistWriter:
    def __init__(self, fp, sort_keys, skipkeys, aware_datetime=False):
        self._fp = fp
        self._sort_keys, self._skipkeys = sort_keys, skipkeys
        self._aware_datetime = aware_datetime

    def write(self, value):
        self._objects = []
        self._numbers = {}     # (type, scalar) -> number
        self._identities = {}  # id() of other objects -> number
        self._flatten(value)
        count = len(self._objects)
        self._ref_size = _bytes_for(count)
        self._fp.write(b"bplist00")
        offsets = []
        for item in self._objects:
            offsets.append(self._fp.tell())
            self._write_object(item)
        table = self._fp.tell()
        offset_size = _bytes_for(table)
        self._fp.write(b"".join(offset.to_bytes(offset_size, "big") for offset in offsets))
        self._fp.write(struct.pack(">6xBBQQQ", offset_size, self._ref_size, count, self._ref(value), table))

    def _flatten(self, value):
        """Give the value a number, and all that it contains."""
        known, key = (self._numbers, (type(value), value)) if isinstance(value, _scalars) else (self._identities, id(value))
        if key in known:
            return
        known[key] = len(self._objects)
        self._objects.append(value)
        if isinstance(value, dict):
            items = list(_items(value, self._sort_keys, self._skipkeys))
            value = [key for key, _ in items] + [item for _, item in items]
        if isinstance(value, (list, tuple)):
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
        write = self._fp.write
        match value:
            case None:
                write(b"\x00")
            case bool():
                write(b"\x09" if value else b"\x08")
            case int():
                write(self._int(value))
            case float():
                write(struct.pack(">Bd", 0x23, value))
            case datetime.datetime():
                epoch = _EPOCH
                if self._aware_datetime:
                    value, epoch = value.astimezone(datetime.UTC), epoch.replace(tzinfo=datetime.UTC)
                write(struct.pack(">Bd", 0x33, (value - epoch).total_seconds()))
            case bytes() | bytearray():
                self._write_size(0x40, len(value))
                write(value)
            case str():
                if value.isascii():
                    self._write_size(0x50, len(value))
                    write(value.encode("ascii"))
                else:
                    data = value.encode("utf-16be")
                    self._write_size(0x60, len(data) // 2)
                    write(data)
            case UID():
                size = _bytes_for(value.data)
                write(bytes([0x80 | size - 1]) + value.data.to_bytes(size, "big"))
            case list() | tuple():
                self._write_size(0xA0, len(value))
                self._write_refs(value)
            case dict():
                items = list(_items(value, self._sort_keys, True))
                self._write_size(0xD0, len(items))
                self._write_refs(key for key, _ in items)
                self._write_refs(item for _, item in items)
            case _:
                raise TypeError(value)

    @staticmethod
    def _int(value):
        if not -1 << 63 <= value < 1 << 64:
            raise OverflowError(value)
        # Those below zero have eight bytes; those that would look like them have sixteen.
        size = 8 if value < 0 else 16 if value >= 1 << 63 else _bytes_for(value)
        return bytes([0x10 | size.bit_length() - 1]) + int(value).to_bytes(size, "big", signed=value < 0)


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
