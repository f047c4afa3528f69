"""Headers with characters that are no ASCII, as encoded words: =?utf-8?b?w6k=?="""

import base64
import binascii
import re

from email.errors import HeaderParseError

__all__ = ["Header", "decode_header", "make_header"]

_WORD = re.compile(r"=\?(?P<charset>[^?]*?)\?(?P<encoding>[qQbB])\?(?P<text>.*?)\?=")


def _decode(charset, encoding, text):
    if encoding.lower() == "q":
        return re.sub(rb"=([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), text.replace("_", " ").encode("latin-1"))
    try:
        return base64.b64decode(text + "==="[:-len(text) % 4])
    except binascii.Error:
        raise HeaderParseError("Base64 decoding error")


def decode_header(header):
    """The pieces of a header: [(bytes or str, name of the character set or None)]."""
    header = str(header)
    if not _WORD.search(header):
        return [(header, None)]
    pieces = []
    for line in header.splitlines():
        parts = _WORD.split(line)
        first = True
        while parts:
            plain = parts.pop(0)
            if first:
                plain = plain.lstrip()
                first = False
            if plain:
                pieces.append((plain.encode("raw-unicode-escape"), None))
            if parts:
                charset, encoding, text = parts[:3]
                del parts[:3]
                pieces.append((_decode(charset, encoding, text), charset.lower()))
    # Blanks between two encoded words do not count; neighbours of one character set are one piece.
    kept = [piece for index, piece in enumerate(pieces)
            if not (piece[1] is None and piece[0].isspace() and 0 < index < len(pieces) - 1 and pieces[index - 1][1] and pieces[index + 1][1])]
    joined = []
    for text, charset in kept:
        if joined and joined[-1][1] == charset:
            between = b" " if charset is None else b""
            joined[-1] = joined[-1][0] + between + text, charset
        else:
            joined.append((text, charset))
    return joined


def decode_words(text):
    """A header with encoded words as what they stand for."""
    return "".join(piece if isinstance(piece, str) else piece.decode(charset or "ascii", "replace") for piece, charset in decode_header(text))


def _word(text, charset):
    data = text.encode(charset)
    quoted = "".join("_" if c == 32 else chr(c) if chr(c).isalnum() and c < 128 or c in b"-!*+/" else "=%02X" % c for c in data)
    coded = base64.b64encode(data).decode("ascii")
    if len(quoted) - len(coded) < 5:
        return "=?%s?q?%s?=" % (charset, quoted)
    return "=?%s?b?%s?=" % (charset, coded)


def encode_word(value, name="", charset="utf-8"):
    """A value whose words that are no ASCII became encoded words."""
    words = value.split(" ")
    special = [index for index, word in enumerate(words) if not word.isascii()]
    if not special:
        return value
    # From the first to the last that needs it: what stands between is encoded with them.
    start, end = special[0], special[-1] + 1
    pieces = [" ".join(words[start:end])]
    while any(len(_word(piece, charset)) > 75 for piece in pieces):
        # No encoded word is longer than 75 characters.
        pieces = [half for piece in pieces for half in (
            (piece[:len(piece) // 2], piece[len(piece) // 2:]) if len(_word(piece, charset)) > 75 else (piece,))]
    return " ".join(words[:start] + [_word(piece, charset) for piece in pieces] + words[end:])


def fold_words(text, used, width, linesep="\n"):
    """A text broken at blanks into lines of at most `width` characters; `used` are on the first line already."""
    if not width or used + len(text) <= width:
        return text
    lines, line, room = [], "", width - used
    for part in re.findall(r"\s*\S+|\s+$", text):
        if line.strip() and len(line) + len(part) > room:
            lines.append(line)
            line = part
            room = width
        else:
            line += part
    return linesep.join(lines + [line])


class Header:
    """A header of pieces in several character sets."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None, continuation_ws=" ", errors="strict"):
        self._chunks = []
        self._charset = str(charset) if charset is not None else "us-ascii"
        self._maxlinelen = 78 if maxlinelen is None else maxlinelen
        self._header_name = header_name or ""
        self._ws = continuation_ws
        if s is not None:
            self.append(s, charset, errors)

    def append(self, s, charset=None, errors="strict"):
        """Add a piece."""
        charset = str(charset) if charset is not None else self._charset
        if not isinstance(s, str):
            s = s.decode("us-ascii" if charset == "unknown-8bit" else charset, errors)
        if charset == "us-ascii" and not s.isascii():
            charset = "utf-8"
        self._chunks.append((s, charset))

    def __str__(self):
        parts = []
        last = None
        for text, charset in self._chunks:
            ascii_now = charset == "us-ascii"
            if parts and (ascii_now or last == "us-ascii") and ascii_now != (last == "us-ascii"):
                if not parts[-1].endswith(" ") and not text.startswith(" "):
                    parts.append(" ")
            if charset == "unknown-8bit":
                text = text.encode("ascii", "surrogateescape").decode("ascii", "replace")
            parts.append(text)
            last = charset
        return "".join(parts)

    def __eq__(self, other):
        return other == str(self)

    def encode(self, splitchars=";, \t", maxlinelen=None, linesep="\n"):
        """The header as it is written."""
        width = self._maxlinelen if maxlinelen is None else maxlinelen
        parts = []
        for text, charset in self._chunks:
            parts.append(text if charset == "us-ascii" else _word_of(text, charset))
        text = " ".join(parts)
        used = len(self._header_name) + 2 if self._header_name else 0
        return fold_words(text, used, width, linesep)


# Those whose letters are mostly ASCII, and those that have none; for the others, whichever is shorter.
_QUOTED = ("iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-9", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
           "iso-8859-16", "windows-1252", "viscii")
_BASE64 = ("gb2312", "big5", "euc-jp", "shift_jis", "iso-2022-jp", "koi8-r")


def _word_of(text, charset):
    # Bytes of an unknown encoding stand in the text as they came.
    data = text.encode("ascii", "surrogateescape") if charset == "unknown-8bit" else text.encode(charset)
    name = charset.lower()
    quoted_length = sum(1 if c == 32 or chr(c).isalnum() and c < 128 or c in b"-!*+/" else 3 for c in data)
    if name in _BASE64 or name not in _QUOTED and quoted_length > (len(data) + 2) // 3 * 4:
        return "=?%s?b?%s?=" % (charset, base64.b64encode(data).decode("ascii"))
    quoted = "".join("_" if c == 32 else chr(c) if chr(c).isalnum() and c < 128 or c in b"-!*+/" else "=%02X" % c for c in data)
    return "=?%s?q?%s?=" % (charset, quoted)


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=" "):
    """A Header of what decode_header() gives."""
    header = Header(maxlinelen=maxlinelen, header_name=header_name, continuation_ws=continuation_ws)
    for text, charset in decoded_seq:
        header.append(text, charset)
    return header
