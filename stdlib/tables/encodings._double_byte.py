"""Prints the module encodings._double_byte: what the sequences of bytes mean in the encodings of Chinese, Japanese and Korean.

The tables are those of the Python that runs the build.
"""

import sys

NONE = "\ufffe"
# Encodings that share most of their rows with another: only the rows that differ are printed.
BASES = {"gb18030": "gbk", "cp950": "big5", "cp932": "shift_jis", "shift_jisx0213": "shift_jis_2004", "euc_jisx0213": "euc_jis_2004"}
# With sequences of three bytes.
LONG = ("euc_jp", "euc_jis_2004", "euc_jisx0213")
NAMES = ("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "euc_kr", "cp949", "johab", "shift_jis", "cp932", "euc_jp",
         "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213")


def decoded(data, name):
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def is_start(data, name):
    """Whether more bytes can make it something."""
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return error.reason.startswith("incomplete") and error.start == 0
    return False


def row(prefix, name, pairs):
    """Where the last bytes behind a prefix begin, and the characters that they make."""
    characters = []
    for last in range(0x30, 256):
        text = decoded(prefix + bytes([last]), name)
        if text is not None and len(text) == 2 and len(prefix) + 1 > 1:
            pairs[prefix + bytes([last])] = text
            text = None
        characters.append(NONE if text is None else text)
    found = [index for index, character in enumerate(characters) if character != NONE]
    return (found[0] + 0x30, "".join(characters[found[0]:found[-1] + 1])) if found else None


def ranges_of_four(name):
    """(number of the first sequence, first character, how many) of the sequences of four bytes that make characters of the basic plane."""
    ranges = []
    for number in range(39420):
        rest, fourth = divmod(number, 10)
        rest, third = divmod(rest, 126)
        first, second = divmod(rest, 10)
        text = decoded(bytes([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth]), name)
        if text is None:
            continue
        if ranges and ranges[-1][0] + ranges[-1][2] == number and ranges[-1][1] + ranges[-1][2] == ord(text):
            ranges[-1][2] += 1
        else:
            ranges.append([number, ord(text), 1])
    return ranges


def encoded(text, name):
    """What each character of a text is in an encoding; b"" where it is nothing. No sequence of bytes has a line's end in it."""
    return "\n".join(text).encode(name, "ignore").split(b"\n")


# What there is beside the control characters, the private use included.
EVERYTHING = "".join(map(chr, [*range(0x80, 0xD800), *range(0xE000, 0xFFFE), *range(0x20000, 0x2FA20)]))
rows_of = {}

print('"""What sequences of bytes mean: single bytes, rows of characters behind a prefix, pairs of characters, what is encoded otherwise, the')
print('ranges of four bytes of gb18030, and the encoding that has the rows that are missing. U+FFFE stands for none."""\n')
print("tables = {")
for name in NAMES:
    pairs, rows, meanings = {}, {}, {}
    singles = "".join(decoded(bytes([byte]), name) or NONE for byte in range(256))
    for first in range(0x80, 256):
        prefix = bytes([first])
        if not is_start(prefix, name):
            continue
        if (made := row(prefix, name, pairs)) is not None:
            rows[prefix] = made
        for second in range(0xA1, 0xFF) if name in LONG and first == 0x8F else ():
            longer = prefix + bytes([second])
            if (made := row(longer, name, pairs)) is not None:
                rows[longer] = made
    for byte, character in enumerate(singles):
        if character != NONE:
            meanings[character] = bytes([byte])
    for prefix, (start, text) in sorted(rows.items(), key=lambda item: (len(item[0]), item[0])):
        for index, character in enumerate(text):
            if character != NONE:
                meanings.setdefault(character, prefix + bytes([start + index]))
    preferred = {}
    for character, data in zip(EVERYTHING, encoded(EVERYTHING, name)):
        if len(data) < 4 and data != meanings.get(character, b""):
            preferred[character] = data or None
    ranges = ranges_of_four(name) if name == "gb18030" else []
    rows_of[name] = rows
    base = BASES.get(name)
    if base:
        # A row of the base that is none here is empty.
        rows = {prefix: rows.get(prefix, (0, "")) for prefix in {**rows_of[base], **rows} if rows.get(prefix) != rows_of[base].get(prefix)}
    print("    %r: (%s, %s, %s, %s, %r, %r)," % (name, ascii(singles), rows, pairs, preferred, ranges, base))
print("}")
sys.stdout.flush()
