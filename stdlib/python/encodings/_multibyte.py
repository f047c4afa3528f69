"""The encodings of Chinese, Japanese and Korean, on the tables of _double_byte.

A table is turned round for encoding when somebody first encodes. ISO-2022-JP, which switches between sets of characters, reads and
writes them by the table of EUC-JP, whose bytes are the same but for the highest bit.
"""

import codecs
import functools

names = frozenset((
    "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "euc_kr", "cp949", "johab", "shift_jis", "cp932", "euc_jp",
    "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213", "iso2022_jp",
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
    codec = _SwitchingCodec() if name == "iso2022_jp" else _Codec(name)

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


class _SwitchingCodec:
    """ISO-2022-JP: ASCII, the Roman letters of JIS X 0201 and the characters of JIS X 0208, each behind an escape."""

    name = "iso2022_jp"
    _sets = {b"\x1b(B": "ascii", b"\x1b(J": "roman", b"\x1b$@": "double", b"\x1b$B": "double"}

    def __init__(self):
        self._double = _Codec("euc_jp")

    def decode(self, data, errors, final):
        result, position, current = [], 0, "ascii"
        kept = 0  # up to here nothing is open: between pieces of a text the set must be ASCII again
        size = len(data)
        while position < size:
            byte, text, length, reason = data[position], None, 1, _ILLEGAL
            if byte == 0x1B:
                escape = data[position:position + 3]
                if escape in self._sets:
                    current, text, length = self._sets[escape], "", 3
                elif len(escape) < 3 and any(known.startswith(escape) for known in self._sets):
                    length, reason = len(escape), _INCOMPLETE
                else:
                    length = min(3, len(escape)) if len(escape) == 3 and escape[1:2] in b"($" else 1
            elif byte == 0x0A:
                current, text = "ascii", "\n"
            elif byte < 0x80 and (current == "ascii" or byte < 0x21):
                text = chr(byte)
            elif byte < 0x80 and current == "roman":
                text = {0x5C: "\xa5", 0x7E: "\u203e"}.get(byte, chr(byte))
            elif byte < 0x80:
                if position + 1 == size:
                    reason = _INCOMPLETE
                else:
                    try:
                        text, length = bytes([byte | 0x80, data[position + 1] | 0x80]).decode("euc_jp"), 2
                    except UnicodeDecodeError:
                        pass
            if text is None:
                if reason is _INCOMPLETE and not final:
                    break
                error = UnicodeDecodeError(self.name, data, position, position + length, reason)
                text, position = codecs._handled(errors, error, False)
            else:
                position += length
            result.append(text)
            if current == "ascii":
                kept = len(result), position
        if final or position == size and current == "ascii":
            return "".join(result), position
        # The next piece begins where the set was ASCII last.
        count, place = kept or (0, 0)
        return "".join(result[:count]), place

    def encode(self, text, errors):
        result, position, current = [], 0, b"\x1b(B"

        def switch(wanted):
            nonlocal current
            if current != wanted:
                result.append(wanted)
                current = wanted

        while position < len(text):
            character = text[position]
            position += 1
            if character.isascii():
                switch(b"\x1b(B")
                result.append(character.encode("ascii"))
            elif character in "\xa5\u203e":
                switch(b"\x1b(J")
                result.append(b"\\" if character == "\xa5" else b"~")
            else:
                data = self._double.encode_character(character, 0)[0]
                if data is not None and len(data) == 2 and data[0] >= 0xA1:
                    switch(b"\x1b$B")
                    result.append(bytes(byte & 0x7F for byte in data))
                    continue
                error = UnicodeEncodeError(self.name, text, position - 1, position, _ILLEGAL)
                replacement, position = codecs._handled(errors, error, True)
                if isinstance(replacement, str):
                    for one in replacement:
                        if not one.isascii():
                            raise error
                    replacement = replacement.encode("ascii")
                switch(b"\x1b(B")
                result.append(replacement)
        switch(b"\x1b(B")
        return b"".join(result)
