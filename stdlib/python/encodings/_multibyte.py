"""The encodings of Chinese, Japanese and Korean, on the tables of _double_byte.

A table is turned round for encoding when somebody first encodes. HZ and those of ISO 2022, which switch between sets of characters, read
and write them by the tables of EUC encodings, whose bytes are the same but for the highest bit.
"""

import codecs
import functools

names = frozenset((
    "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "euc_kr", "cp949", "johab", "shift_jis", "cp932", "euc_jp",
    "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213", "iso2022_jp",
    "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz",
))

_NONE = "\ufffe"
_ASCII = bytes(range(128)).decode("ascii")
# EUC-KR writes a syllable that it has no code for as its parts: each is two bytes, the first of them always the same.
_PARTS = b"\xa4\xd4"
_PART_BYTES = (bytes([161, 162, 164, 167, 168, 169, 177, 178, 179, *range(181, 191)]), bytes(range(191, 212)),
               bytes([212, *range(161, 168), *range(169, 179), *range(180, 185), *range(186, 191)]))
_ILLEGAL, _INCOMPLETE = "illegal multibyte sequence", "incomplete multibyte sequence"


def make(name):
    """Return the CodecInfo of one of the names."""
    if name in _SwitchingCodec.sets_of:
        codec = _SwitchingCodec(name)
    elif name in ("iso2022_kr", "hz"):
        codec = _KoreanCodec() if name == "iso2022_kr" else _HzCodec()
    else:
        codec = _Codec(name)

    def encode(input, errors="strict"):
        return codec.encode(input, errors), len(input)

    def decode(input, errors="strict"):
        return codec.decode(bytes(input), errors, True)[0], len(input)

    info = codecs._codec_info(name, encode, decode)
    decoder = type("IncrementalDecoder", (codecs.BufferedIncrementalDecoder,), {
        "_buffer_decode": lambda self, input, errors, final: codec.decode(bytes(input), errors, final)})
    reader = type("StreamReader", (info.streamreader,), {"_make_decoder": decoder})
    return codecs.CodecInfo(encode, decode, reader, info.streamwriter, info.incrementalencoder, decoder, name)


@functools.cache
def _table(name):
    """The single bytes, all rows, the pairs of characters, what is encoded otherwise, and the ranges of an encoding."""
    from encodings import _double_byte
    singles, rows, pairs, preferred, ranges, base = _double_byte.tables[name]
    if base is not None:
        rows = {**_table(base)[1], **rows}
    return singles, rows, pairs, preferred, ranges


class _Codec:
    """An encoding without state."""

    def __init__(self, name):
        self.name = name
        self._meanings = None

    def decode(self, data, errors, final):
        """Return the text and how many bytes it took; without `final` a sequence that is not complete is left."""
        singles, rows, pairs, _, ranges = _table(self.name)
        if data.isascii() and singles.startswith(_ASCII):
            return data.decode("ascii"), len(data)
        result, position, size = [], 0, len(data)
        while position < size:
            character = singles[data[position]]
            if character != _NONE:
                result.append(character)
                position += 1
                continue
            text, length, is_start = self._sequence(data, position, rows, pairs, ranges)
            if text is None:
                if is_start and not final:
                    break
                end, reason = (size, _INCOMPLETE) if is_start else (position + 1, _ILLEGAL)
                error = UnicodeDecodeError(self.name, data, position, end, reason)
                text, position = codecs._handled(errors, error, False)
                data = error.object
                size = len(data)
            else:
                position += length
            result.append(text)
        return "".join(result), position

    def _sequence(self, data, position, rows, pairs, ranges):
        """The characters of the sequence at a position and its length; no characters: whether more bytes could make some."""
        if self.name == "euc_kr" and data[position:position + 2] == _PARTS:
            return self._syllable(data[position:position + 8])
        for length in (2, 3):
            prefix = data[position:position + length - 1]
            found = rows.get(prefix)
            if len(prefix) < length - 1:
                break
            if position + length > len(data):
                # A byte alone begins something, but in Shift JIS; whether three bytes are wanted shows the first of them.
                if length == 2 and not self.name.startswith(("shift", "cp932")) or found is not None and found[1] or any(len(other) == 2 and other[0] == prefix[0] for other in rows):
                    return None, 0, True
                continue
            if found is not None:
                index = data[position + length - 1] - found[0]
                if 0 <= index < len(found[1]) and found[1][index] != _NONE:
                    return found[1][index], length, False
            if pairs and (text := pairs.get(data[position:position + length])) is not None:
                return text, length, False
        return self._four(data[position:position + 4], ranges) if ranges else (None, 0, False)

    def _syllable(self, data):
        if len(data) < 8:
            return None, 0, True
        if data[2] != 0xA4 or data[4] != 0xA4 or data[6] != 0xA4:
            return None, 0, False
        first, middle, last = (part.find(data[place]) for part, place in zip(_PART_BYTES, (3, 5, 7)))
        if first < 0 or middle < 0 or last < 0:
            return None, 0, False
        return chr(0xAC00 + (first * 21 + middle) * 28 + last), 8, False

    def _four(self, data, ranges):
        limits = (0x80, 0xFF), (0x30, 0x39), (0x81, 0xFE), (0x30, 0x39)
        if not all(low <= byte <= high for byte, (low, high) in zip(data, limits)):
            return None, 0, False
        if len(data) < 4:
            return None, 0, True
        if data[0] in (0x80, 0xFF):
            return None, 0, False
        number = (((data[0] - 0x81) * 10 + data[1] - 0x30) * 126 + data[2] - 0x81) * 10 + data[3] - 0x30
        if number >= 189000:
            code = number - 189000 + 0x10000
            return (chr(code), 4, False) if code <= 0x10FFFF else (None, 0, False)
        for first, code, count in ranges:
            if first <= number < first + count:
                return chr(code + number - first), 4, False
        return None, 0, False

    def _turned_round(self):
        if self._meanings is None:
            singles, rows, pairs, preferred, _ = _table(self.name)
            meanings = {character: bytes([byte]) for byte, character in enumerate(singles) if character != _NONE}
            for prefix in sorted(rows, key=lambda prefix: (len(prefix), prefix)):
                start, text = rows[prefix]
                for index, character in enumerate(text, start):
                    if character != _NONE:
                        meanings.setdefault(character, prefix + bytes([index]))
            meanings.update(preferred)
            meanings.update((text, data) for data, text in pairs.items())
            self._meanings = {text: data for text, data in meanings.items() if data is not None}
        return self._meanings

    def encode_character(self, text, position):
        """The bytes of what stands at a position, None if there are none, and where the next character is."""
        meanings = self._turned_round()
        if _table(self.name)[2] and (data := meanings.get(text[position:position + 2])) is not None and position + 1 < len(text):
            return data, position + 2
        data = meanings.get(text[position])
        if data is None and self.name == "euc_kr" and "\uac00" <= text[position] <= "\ud7a3":
            rest, last = divmod(ord(text[position]) - 0xAC00, 28)
            first, middle = divmod(rest, 21)
            data = _PARTS + b"".join(bytes([0xA4, part[index]]) for part, index in zip(_PART_BYTES, (first, middle, last)))
        if data is None and (ranges := _table(self.name)[4]):
            code = ord(text[position])
            number = code - 0x10000 + 189000 if code >= 0x10000 else next(
                (first + code - start for first, start, count in ranges if start <= code < start + count), None)
            if number is not None:
                rest, fourth = divmod(number, 10)
                rest, third = divmod(rest, 126)
                first, second = divmod(rest, 10)
                data = bytes([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth])
        return data, position + 1

    def encode(self, text, errors):
        if text.isascii() and _table(self.name)[0].startswith(_ASCII):
            return text.encode("ascii")
        result, position = [], 0
        while position < len(text):
            data, following = self.encode_character(text, position)
            if data is None:
                error = UnicodeEncodeError(self.name, text, position, position + 1, _ILLEGAL)
                data, following = codecs._handled(errors, error, True)
                if isinstance(data, str):
                    data = self.encode(data, "strict") if data != text[position] else b""
            result.append(data)
            position = following
        return b"".join(result)


def _replaced(codec, text, position, errors):
    """What an error handler puts in place of a character, in ASCII, and where to go on."""
    error = UnicodeEncodeError(codec.name, text, position, position + 1, _ILLEGAL)
    data, position = codecs._handled(errors, error, True)
    if isinstance(data, str):
        if not data.isascii():
            raise error
        data = data.encode("ascii")
    return data, position


class _Set:
    """A set of characters of two bytes, seven bits each, as another encoding has it: with the highest bits, maybe behind a prefix."""

    def __init__(self, encoding, prefix=b""):
        self._codec, self._encoding, self._prefix = _Codec(encoding), encoding, prefix

    def decode(self, data):
        """The character of two bytes; None if there is none."""
        try:
            text = (self._prefix + bytes(byte | 0x80 for byte in data)).decode(self._encoding)
        except UnicodeDecodeError:
            return None
        return text if len(text) == 1 else None

    def encode(self, character):
        """The two bytes of a character; None if it is not in the set."""
        data = self._codec.encode_character(character, 0)[0]
        size = len(self._prefix) + 2
        if data is None or len(data) != size or not data.startswith(self._prefix) or data[-2] < 0xA1:
            return None
        return bytes(byte & 0x7F for byte in data[-2:])


class _SwitchingCodec:
    """ISO-2022-JP and its kin: ASCII, the Roman letters and Katakana of JIS X 0201 and sets of two bytes, each behind an escape.

    ISO-2022-JP-2 has two sets of Latin and Greek letters, too, from which an escape takes a single character.
    """

    _JAPANESE = {b"\x1b(B": "ascii", b"\x1b(J": "roman", b"\x1b$@": "euc_jp", b"\x1b$B": "euc_jp"}
    _MORE = {**_JAPANESE, b"\x1b$(D": "jis_x_0212"}
    sets_of = {
        "iso2022_jp": _JAPANESE, "iso2022_jp_1": _MORE, "iso2022_jp_ext": {**_MORE, b"\x1b(I": "katakana"},
        "iso2022_jp_2": {**_MORE, b"\x1b$A": "gb2312", b"\x1b$(A": "gb2312", b"\x1b$(C": "euc_kr", b"\x1b.A": "iso8859-1",
                         b"\x1b.F": "iso8859-7"},
    }
    # What encoding tries, in this order.
    _written = {"euc_jp": b"\x1b$B", "roman": b"\x1b(J", "jis_x_0212": b"\x1b$(D", "euc_kr": b"\x1b$(C", "gb2312": b"\x1b$(A",
                "katakana": b"\x1b(I"}

    def __init__(self, name):
        self.name = name
        self._escapes = self.sets_of[name]
        kinds = set(self._escapes.values())
        self._written_here = [(kind, escape) for kind, escape in self._written.items() if kind in kinds]
        self._pairs = {kind: _Set("euc_jp", b"\x8f") if kind == "jis_x_0212" else _Set(kind)
                       for kind in ("euc_jp", "jis_x_0212", "gb2312", "euc_kr") if kind in kinds}

    def decode(self, data, errors, final):
        result, position, current, single = [], 0, "ascii", None
        kept = 0  # up to here nothing is open: between pieces of a text the set must be ASCII again
        size = len(data)
        while position < size:
            byte, text, length, reason = data[position], None, 1, _ILLEGAL
            if byte == 0x1B:
                escape = next((data[position:position + count] for count in (4, 3) if data[position:position + count] in self._escapes), None)
                if escape is not None:
                    text, length = "", len(escape)
                    if escape[1:2] == b".":
                        single = self._escapes[escape]
                    else:
                        current = self._escapes[escape]
                elif single is not None and data[position + 1:position + 2] == b"N":
                    length = 3
                    if position + 2 >= size:
                        length, reason = size - position, _INCOMPLETE
                    else:
                        try:
                            text = bytes([data[position + 2] | 0x80]).decode(single)
                        except UnicodeDecodeError:
                            pass
                else:
                    rest = data[position:position + 4]
                    if len(rest) < 4 and any(known.startswith(rest) for known in self._escapes):
                        length, reason = len(rest), _INCOMPLETE
                    elif rest[1:2] in (b"(", b"$", b"."):
                        length = min(4 if rest[1:3] == b"$(" else 3, len(rest))
                    else:
                        # No escape that switches: it stands for itself.
                        text = "\x1b"
            elif byte == 0x0A:
                current, text = "ascii", "\n"
            elif byte < 0x80 and (current == "ascii" or byte < 0x20):
                text = chr(byte)
            elif byte < 0x80 and current == "roman":
                text = {0x5C: "\xa5", 0x7E: "\u203e"}.get(byte, chr(byte))
            elif byte < 0x80 and current == "katakana":
                text = chr(0xFF61 + byte - 0x21) if 0x21 <= byte <= 0x5F else None
            elif byte < 0x80:
                if position + 1 == size:
                    reason = _INCOMPLETE
                else:
                    text = self._pairs[current].decode(data[position:position + 2])
                    if text is not None:
                        length = 2
            if text is None:
                if reason is _INCOMPLETE and not final:
                    break
                error = UnicodeDecodeError(self.name, data, position, position + length, reason)
                text, position = codecs._handled(errors, error, False)
            else:
                position += length
            result.append(text)
            if current == "ascii" and single is None:
                kept = len(result), position
        if final or position == size and current == "ascii" and single is None:
            return "".join(result), position
        # The next piece begins where the set was ASCII last.
        count, place = kept or (0, 0)
        return "".join(result[:count]), place

    def _data_of(self, character):
        for kind, escape in self._written_here:
            if kind == "roman":
                data = {"\xa5": b"\\", "\u203e": b"~"}.get(character)
            elif kind == "katakana":
                data = bytes([ord(character) - 0xFF61 + 0x21]) if "\uff61" <= character <= "\uff9f" else None
            else:
                data = self._pairs[kind].encode(character)
            if data is not None:
                return escape, data
        return None, None

    def encode(self, text, errors):
        result, position, current = [], 0, b"\x1b(B"
        while position < len(text):
            character = text[position]
            if character.isascii():
                escape, data = b"\x1b(B", character.encode("ascii")
            else:
                escape, data = self._data_of(character)
            if data is None:
                escape = b"\x1b(B"
                data, position = _replaced(self, text, position, errors)
            else:
                position += 1
            if current != escape:
                result.append(escape)
                current = escape
            result.append(data)
        if current != b"\x1b(B":
            result.append(b"\x1b(B")
        return b"".join(result)


class _KoreanCodec:
    """ISO-2022-KR: ASCII, and the characters of KS X 1001 between SO and SI, behind an escape that says so once."""

    name = "iso2022_kr"
    _ANNOUNCED = b"\x1b$)C"

    def __init__(self):
        self._set = _Set("euc_kr")

    def decode(self, data, errors, final):
        result, position, is_announced, is_shifted = [], 0, False, False
        size = len(data)
        while position < size:
            byte, text, length, reason = data[position], None, 1, _ILLEGAL
            if byte == 0x1B:
                rest = data[position:position + 4]
                if rest == self._ANNOUNCED:
                    is_announced, text, length = True, "", 4
                elif len(rest) < 4 and self._ANNOUNCED.startswith(rest):
                    length, reason = len(rest), _INCOMPLETE
                elif rest[1:2] in (b"(", b"$"):
                    length = min(4 if rest[1:2] == b"$" and rest[2:3] in (b"(", b")") else 3, len(rest))
                else:
                    text = "\x1b"
            elif byte in (0x0E, 0x0F):
                is_shifted, text = byte == 0x0E, ""
            elif byte == 0x0A:
                is_shifted, text = False, "\n"
            elif byte < 0x80 and (not is_shifted or not is_announced or byte < 0x20):
                text = chr(byte)
            elif byte < 0x80:
                if position + 1 == size:
                    reason = _INCOMPLETE
                else:
                    length = 2
                    text = self._set.decode(data[position:position + 2])
            if text is None:
                if reason is _INCOMPLETE and not final:
                    break
                error = UnicodeDecodeError(self.name, data, position, position + length, reason)
                text, position = codecs._handled(errors, error, False)
            else:
                position += length
            result.append(text)
        if final or position == size and not is_announced:
            return "".join(result), position
        # What is announced holds to the end: only the whole can be read.
        return "", 0

    def encode(self, text, errors):
        result, position, is_announced, is_shifted = [], 0, False, False
        while position < len(text):
            character = text[position]
            data = character.encode("ascii") if character.isascii() else self._set.encode(character)
            wants_shift = data is not None and not character.isascii()
            if data is None:
                data, position = _replaced(self, text, position, errors)
            else:
                position += 1
            if wants_shift and not is_announced:
                result.append(self._ANNOUNCED)
                is_announced = True
            if wants_shift != is_shifted:
                result.append(b"\x0e" if wants_shift else b"\x0f")
                is_shifted = wants_shift
            result.append(data)
        if is_shifted:
            result.append(b"\x0f")
        return b"".join(result)


class _HzCodec:
    """HZ: ASCII, and the characters of GB 2312 between ~{ and ~}; ~~ is a tilde, and ~ at the end of a line joins it with the next."""

    name = "hz"

    def __init__(self):
        self._set = _Set("gb2312")

    def decode(self, data, errors, final):
        result, position, is_chinese = [], 0, False
        kept = (0, 0)
        size = len(data)
        while position < size:
            byte, text, length, reason = data[position], None, 1, _ILLEGAL
            if byte == 0x7E:
                after = data[position + 1:position + 2]
                if not after:
                    reason = _INCOMPLETE
                elif after == b"~" and not is_chinese:
                    text, length = "~", 2
                elif after == b"{" and not is_chinese:
                    text, length, is_chinese = "", 2, True
                elif after == b"}" and is_chinese:
                    text, length, is_chinese = "", 2, False
                elif after == b"\n" and not is_chinese:
                    text, length = "", 2
            elif byte < 0x80 and not is_chinese:
                text = chr(byte)
            elif byte < 0x80:
                if position + 1 == size:
                    reason = _INCOMPLETE
                elif (text := self._set.decode(data[position:position + 2])) is not None:
                    length = 2
            if text is None:
                if reason is _INCOMPLETE and not final:
                    break
                error = UnicodeDecodeError(self.name, data, position, position + length, reason)
                text, position = codecs._handled(errors, error, False)
            else:
                position += length
            result.append(text)
            if not is_chinese:
                kept = len(result), position
        if final:
            return "".join(result), position
        return "".join(result[:kept[0]]), kept[1]

    def encode(self, text, errors):
        result, position, is_chinese = [], 0, False
        while position < len(text):
            character = text[position]
            data = b"~~" if character == "~" else character.encode("ascii") if character.isascii() else self._set.encode(character)
            wants_chinese = data is not None and not character.isascii()
            if data is None:
                data, position = _replaced(self, text, position, errors)
            else:
                position += 1
            if wants_chinese != is_chinese:
                result.append(b"~{" if wants_chinese else b"~}")
                is_chinese = wants_chinese
            result.append(data)
        if is_chinese:
            result.append(b"~}")
        return b"".join(result)
