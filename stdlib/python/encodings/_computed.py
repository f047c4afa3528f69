"""Encodings that are no tables: UTF-7, Punycode and the names of hosts, and those from bytes to bytes or text to text."""

import codecs

_DIRECT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\r\n!\"#$%&*;<=>@[]^_`{|}")
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


# --- UTF-7

def _utf_7_encode(input, errors="strict"):
    import base64
    result, position = [], 0
    while position < len(input):
        character = input[position]
        if character in _DIRECT:
            result.append(character)
            position += 1
            continue
        if character == "+":
            result.append("+-")
            position += 1
            continue
        end = position
        while end < len(input) and input[end] not in _DIRECT:
            end += 1
        data = input[position:end].encode("utf-16-be", "surrogatepass")
        result.append("+" + base64.b64encode(data).decode("ascii").rstrip("="))
        # A minus ends it where the next character could be taken for more of it.
        if end == len(input) or input[end] in _BASE64 or input[end] == "-":
            result.append("-")
        position = end
    return "".join(result).encode("ascii"), len(input)


def _utf_7_decode(input, errors="strict"):
    data = bytes(input)
    result, position = [], 0

    def fail(start, end, reason):
        nonlocal data
        # The first half of a pair that nothing follows goes with what is wrong.
        if result and "\ud800" <= result[-1][-1:] <= "\udbff":
            result[-1] = result[-1][:-1]
        error = UnicodeDecodeError("utf7", data, start, end, reason)
        handled = codecs._handled(errors, error, False)
        # The handler may have changed what is decoded.
        data = error.object
        return handled

    while position < len(data):
        byte = data[position]
        if byte >= 0x80:
            text, position = fail(position, position + 1, "unexpected special character")
            result.append(text)
            continue
        if byte != ord("+"):
            result.append(chr(byte))
            position += 1
            continue
        start = position
        position += 1
        if data[position:position + 1] == b"-":
            result.append("+")
            position += 1
            continue
        bits = count = 0
        units = bytearray()
        while position < len(data) and chr(data[position]) in _BASE64:
            bits, count = bits << 6 | _BASE64.index(chr(data[position])), count + 6
            position += 1
            if count >= 16:
                units += (bits >> count - 16 & 0xFFFF).to_bytes(2, "big")
                count -= 16
                bits &= (1 << count) - 1
        at_end = position == len(data)
        half = len(units) >= 2 and 0xD8 <= units[-2] < 0xDC
        if count >= 6 or bits or at_end and half or not units and not at_end:
            reason = "unterminated shift sequence" if at_end else "partial character in shift sequence" if count >= 6 else \
                "non-zero padding bits in shift sequence" if bits else "ill-formed sequence"
            # What ends the sequence goes with it.
            text, position = fail(start, min(position + 1, len(data)), reason)
            whole = units.decode("utf-16-be", "surrogatepass")
            result.append((whole[:-1] if "\ud800" <= whole[-1:] <= "\udbff" else whole) + text)
            continue
        result.append(units.decode("utf-16-be", "surrogatepass"))
        if data[position:position + 1] == b"-":
            position += 1
    return "".join(result), len(data)


# --- Punycode (RFC 3492)

def _adapted(delta, first, count):
    delta = delta // 700 if first else delta // 2
    delta += delta // count
    steps = 0
    while delta > 455:
        delta //= 35
        steps += 36
    return steps + 36 * delta // (delta + 38)


def _threshold(position, bias):
    return max(1, min(26, 36 * (position + 1) - bias))


def _punycode_encode(input, errors="strict"):
    digits = "abcdefghijklmnopqrstuvwxyz0123456789"
    plain = [c for c in input if c < "\x80"]
    result = plain + ["-"] if plain else []
    number, delta, bias, done = 128, 0, 72, len(plain)
    first = True
    while done < len(input):
        following = min(ord(c) for c in input if ord(c) >= number)
        delta += (following - number) * (done + 1)
        number = following
        for character in input:
            if ord(character) < number:
                delta += 1
            elif ord(character) == number:
                rest, place = delta, 0
                while rest >= (limit := _threshold(place, bias)):
                    rest, digit = divmod(rest - limit, 36 - limit)
                    result.append(digits[limit + digit])
                    place += 1
                result.append(digits[rest])
                bias = _adapted(delta, first, done + 1)
                first, delta, done = False, 0, done + 1
        delta += 1
        number += 1
    return "".join(result).encode("ascii"), len(input)


def _punycode_decode(input, errors="strict"):
    if errors not in ("strict", "replace", "ignore"):
        raise UnicodeError(f"Unsupported error handling: {errors}")
    data = bytes(input)
    plain, _, extended = data.rpartition(b"-")
    try:
        result = list(plain.decode("ascii", errors))
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError("ascii", data, error.start, error.end, error.reason) from None
    number, place, bias, position = 128, -1, 72, 0
    first = True
    while position < len(extended):
        delta, weight, step = 0, 1, 0
        while True:
            if position == len(extended):
                if errors == "strict":
                    raise UnicodeDecodeError("punycode", data, len(data), len(data) + 1, "incomplete punycode string")
                return "".join(result), len(data)
            letter = extended[position:position + 1].upper()
            digit = letter[0] - 65 if b"A" <= letter <= b"Z" else letter[0] - 22 if b"0" <= letter <= b"9" else -1
            if digit < 0:
                at = len(data) - len(extended) + position
                if errors == "strict":
                    raise UnicodeDecodeError("punycode", data, at, at + 1, f"Invalid extended code point '{data[at]}'")
                return "".join(result), len(data)
            position += 1
            limit = _threshold(step, bias)
            delta += digit * weight
            if digit < limit:
                break
            weight *= 36 - limit
            step += 1
        place += delta + 1
        number += place // (len(result) + 1)
        place %= len(result) + 1
        if number > 0x10FFFF:
            if errors == "strict":
                raise UnicodeDecodeError("punycode", data, len(data) - len(extended), len(data), f"Invalid character U+{number:x}")
            number = ord("?")
        result.insert(place, chr(number))
        bias = _adapted(delta, first, len(result))
        first = False
    return "".join(result), len(data)


# --- From bytes to bytes, and from text to text

def _bytes_codec(name, encode, decode):
    def checked(function):
        def call(input, errors="strict"):
            if errors != "strict":
                raise AssertionError
            return function(input), len(input)
        return call

    return codecs._codec_info(name, checked(encode), checked(decode), is_text=False)


def _base64():
    import base64
    return _bytes_codec("base64", base64.encodebytes, base64.decodebytes)


def _hex():
    import binascii
    return _bytes_codec("hex", binascii.b2a_hex, binascii.a2b_hex)


def _quopri():
    import binascii
    return _bytes_codec("quopri", lambda data: binascii.b2a_qp(data, quotetabs=True), binascii.a2b_qp)


def _zlib():
    import zlib
    return _bytes_codec("zlib", zlib.compress, zlib.decompress)


def _bz2():
    import bz2
    return _bytes_codec("bz2", bz2.compress, bz2.decompress)


def _uu():
    import binascii

    def encode(data):
        pieces = [data[i:i + 45] for i in range(0, len(data), 45)]
        return b"begin 666 <data>\n" + b"".join(map(binascii.b2a_uu, pieces)) + b" \nend\n"

    def decode(data):
        lines = bytes(data).splitlines(True)
        begin = next((i for i, line in enumerate(lines) if line.startswith(b"begin")), None)
        if begin is None:
            raise ValueError('Missing "begin" line in input data')
        result = []
        for line in lines[begin + 1:]:
            if line == b"end\n":
                return b"".join(result)
            try:
                result.append(binascii.a2b_uu(line))
            except binascii.Error:
                # Some programs write more than the length at the beginning says.
                result.append(binascii.a2b_uu(line[:((line[0] - 32 & 63) * 4 + 5) // 3]))
        raise ValueError("Truncated input data")

    return _bytes_codec("uu", encode, decode)


def _undefined():
    def fail(input, errors="strict"):
        raise UnicodeError("undefined encoding")

    return codecs._codec_info("undefined", fail, fail)


def _idna():
    from encodings import idna
    return idna.getregentry()


def _rot_13():
    upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    table = str.maketrans(upper + lower, upper[13:] + upper[:13] + lower[13:] + lower[:13])

    def turn(input, errors="strict"):
        return str.translate(input, table), len(input)

    return codecs._codec_info("rot-13", turn, turn, is_text=False)


codecs_by_name = {
    "utf_7": lambda: codecs._codec_info("utf-7", _utf_7_encode, _utf_7_decode),
    "punycode": lambda: codecs._codec_info("punycode", _punycode_encode, _punycode_decode),
    "idna": _idna, "undefined": _undefined, "uu_codec": _uu,
    "charmap": lambda: codecs._codec_info("charmap", codecs.charmap_encode, codecs.charmap_decode),
    "base64_codec": _base64, "hex_codec": _hex, "quopri_codec": _quopri, "zlib_codec": _zlib, "bz2_codec": _bz2, "rot_13": _rot_13,
}
