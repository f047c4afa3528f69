"""Values of the built-in types as bytes, in the format that CPython writes (version 4) and with which it reads them.

What is written here CPython can read, and the other way round; code objects cannot be written, as their bytecode is
another one. The format has a letter for each type; its highest bit says that a later "r" may refer to the object, so
that shared objects stay shared. CPython sets that bit only for objects with several references, which is not known here:
it is always set, so the bytes may differ from CPython's for equal values.

Thread safety: a value must not be changed by another thread while it is written.
"""

import struct as _struct

version = 4

_REFERENCE = 0x80
_DIGIT_BITS = 15
_ATOMS = {None: b"N", True: b"T", False: b"F", Ellipsis: b".", StopIteration: b"S"}
_ATOMS_OF_CODES = {ord(code): value for value, code in _ATOMS.items()}
_SEQUENCES = {list: b"[", tuple: b"(", set: b"<", frozenset: b">"}
_NAMES_OF_SEQUENCES = {"[": "list", "(": "tuple", "<": "set", ">": "set"}


def _long(number):
    """The body of a big integer: the signed count of its digits, and these."""
    digits = []
    rest = abs(number)
    while rest:
        digits.append(rest & (1 << _DIGIT_BITS) - 1)
        rest >>= _DIGIT_BITS
    count = len(digits)
    return _struct.pack("<i%dH" % count, count if number >= 0 else -count, *digits)


class _Writer:
    def __init__(self, format_version):
        self.version = format_version
        self.parts = []
        self.numbers = {}  # id -> number of each object written so far

    def write(self, value):
        if value is None or value is True or value is False or value is Ellipsis or value is StopIteration:
            self.parts.append(_ATOMS[value])
            return
        flag = 0
        if self.version >= 3:
            number = self.numbers.get(id(value))
            if number is not None:
                self.parts.append(b"r" + _struct.pack("<I", number))
                return
            self.numbers[id(value)] = len(self.numbers)
            flag = _REFERENCE
        kind = type(value)
        if kind is int:
            small = -(1 << 31) <= value < 1 << 31
            self._start(b"i" if small else b"l", flag, _struct.pack("<i", value) if small else _long(value))
        elif kind is float:
            self._start(b"g", flag, _struct.pack("<d", value)) if self.version > 1 else self._start(b"f", flag, _short(repr(value)))
        elif kind is complex:
            if self.version > 1:
                self._start(b"y", flag, _struct.pack("<dd", value.real, value.imag))
            else:
                self._start(b"x", flag, _short(repr(value.real)) + _short(repr(value.imag)))
        elif kind is str:
            self._write_text(value, flag)
        elif kind in _SEQUENCES:
            self._write_sequence(value, _SEQUENCES[kind], flag)
        elif kind is dict:
            self._start(b"{", flag)
            for key, item in value.items():
                self.write(key)
                self.write(item)
            self.parts.append(b"0")
        else:
            try:
                data = memoryview(value).tobytes()
            except TypeError:
                raise ValueError("unmarshallable object") from None
            self._start(b"s", flag, _struct.pack("<I", len(data)) + data)

    def _start(self, code, flag, body=b""):
        self.parts.append(bytes([code[0] | flag]) + body)

    def _write_text(self, value, flag):
        data = value.encode("utf-8", "surrogatepass")
        if self.version < 4 or not value.isascii():
            self._start(b"u", flag, _struct.pack("<I", len(data)) + data)
        elif len(data) < 256:
            self._start(b"z", flag, bytes([len(data)]) + data)
        else:
            self._start(b"a", flag, _struct.pack("<I", len(data)) + data)

    def _write_sequence(self, value, code, flag):
        if code == b"(" and self.version >= 4 and len(value) < 256:
            self._start(b")", flag, bytes([len(value)]))
        else:
            self._start(code, flag, _struct.pack("<I", len(value)))
        for item in value:
            self.write(item)


def _short(text):
    return bytes([len(text)]) + text.encode("ascii")


_END = object()  # the end of a dictionary


class _Reader:
    def __init__(self, read):
        self.read_some = read  # returns at most so many bytes
        self.objects = []

    def read(self, count):
        data = self.read_some(count)
        if len(data) < count:
            raise EOFError("marshal data too short")
        return data

    def number(self):
        return _struct.unpack("<i", self.read(4))[0]

    def size(self, name):
        count = self.number()
        if count < 0:
            raise ValueError(f"bad marshal data ({name} size out of range)")
        return count

    def value(self, name="object"):
        """The next object, which must not be the end of a dictionary."""
        value = self.object()
        if value is _END:
            raise TypeError(f"NULL object in marshal data for {name}")
        return value

    def object(self):
        data = self.read_some(1)
        if not data:
            raise EOFError("EOF read where object expected")
        code = data[0] & ~_REFERENCE
        if code in _ATOMS_OF_CODES:
            return _ATOMS_OF_CODES[code]
        letter = chr(code)
        if letter == "0":
            return _END
        if letter == "r":
            number = self.number()
            if not 0 <= number < len(self.objects) or self.objects[number] is _END:
                raise ValueError("bad marshal data (invalid reference)")
            return self.objects[number]
        place = None
        if data[0] & _REFERENCE:
            place = len(self.objects)
            self.objects.append(_END)
        if letter in "[{<":
            return self._fill(letter, place)
        value = self._scalar(letter)
        if place is not None:
            self.objects[place] = value
        return value

    def _fill(self, letter, place):
        # Containers may hold themselves: they are known before they are filled.
        made = {"[": list, "{": dict, "<": set}[letter]()
        count = self.size(_NAMES_OF_SEQUENCES[letter]) if letter != "{" else 0
        if place is not None:
            self.objects[place] = made
        if letter == "{":
            while (key := self.object()) is not _END:
                value = self.object()
                if value is _END:
                    break
                made[key] = value
        else:
            add = made.append if letter == "[" else made.add
            for _ in range(count):
                add(self.value("list" if letter == "[" else "set"))
        return made

    def _scalar(self, letter):
        if letter == "i":
            return self.number()
        if letter == "l":
            return self._long()
        if letter == "I":
            return _struct.unpack("<q", self.read(8))[0]
        if letter == "g":
            return _struct.unpack("<d", self.read(8))[0]
        if letter == "f":
            return float(self.read(self.read(1)[0]))
        if letter == "y":
            return complex(*_struct.unpack("<dd", self.read(16)))
        if letter == "x":
            return complex(float(self.read(self.read(1)[0])), float(self.read(self.read(1)[0])))
        if letter == "s":
            return bytes(self.read(self.size("bytes object")))
        if letter in "ut":
            return str(self.read(self.size("string")), "utf-8", "surrogatepass")
        if letter in "aA":
            return str(self.read(self.size("string")), "latin-1")
        if letter in "zZ":
            return str(self.read(self.read(1)[0]), "latin-1")
        if letter == ")":
            return tuple([self.value("tuple") for _ in range(self.read(1)[0])])
        if letter == "(":
            return tuple([self.value("tuple") for _ in range(self.size("tuple"))])
        if letter == ">":
            return frozenset([self.value("set") for _ in range(self.size("set"))])
        if letter == "c":
            raise ValueError("code objects of another interpreter cannot be read")
        raise ValueError("bad marshal data (unknown type code)")

    def _long(self):
        count = self.number()
        if abs(count) > (1 << 31) - 1:
            raise ValueError("bad marshal data (long size out of range)")
        digits = _struct.unpack("<%dH" % abs(count), self.read(2 * abs(count)))
        number = 0
        for digit in reversed(digits):
            if digit >> _DIGIT_BITS:
                raise ValueError("bad marshal data (digit out of range in long)")
            number = number << _DIGIT_BITS | digit
        if digits and not digits[-1]:
            raise ValueError("bad marshal data (unnormalized long data)")
        return number if count >= 0 else -number


def dumps(value, version=version, /, *, allow_code=True):
    """Return the bytes of a value. ValueError: it is, or holds, something of another type."""
    writer = _Writer(version)
    try:
        writer.write(value)
    except RecursionError:
        raise ValueError("object too deeply nested to marshal") from None
    return b"".join(writer.parts)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write the bytes of a value to an open binary file."""
    return file.write(dumps(value, version, allow_code=allow_code))


def loads(bytes, /, *, allow_code=True):
    """Return the value whose bytes these begin with. EOFError, ValueError or TypeError: they are no value's."""
    try:
        data = memoryview(bytes).cast("B")
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not {type(bytes).__name__!r}") from None
    position = 0

    def read(count):
        nonlocal position
        part = data[position:position + count]
        position += len(part)
        return part
    return _Reader(read).value()


def load(file, /, *, allow_code=True):
    """Read one value from an open binary file, and not a byte more."""
    def read(count):
        data = file.read(count)
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
        return data
    return _Reader(read).value()
