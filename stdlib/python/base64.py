"""Bytes as text of 16, 32, 64 or 85 different characters (RFC 4648, Ascii85, base85)."""

import binascii
import struct

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode", "b32decode", "b32hexencode",
           "b32hexdecode", "b16encode", "b16decode", "b85encode", "b85decode", "a85encode", "a85decode", "z85encode", "z85decode",
           "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode"]

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3

_bytes_like = (bytes, bytearray, memoryview)


def _as_bytes(s):
    """The bytes of a str of ASCII characters or of a bytes-like object, for decoding."""
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, not %r" % s.__class__.__name__) from None


# --- base64

def b64encode(s, altchars=None):
    """Base64; altchars: two bytes that stand for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes that base64 text stands for. Other characters are skipped unless validate is true."""
    s = _as_bytes(s)
    if altchars is not None:
        altchars = _as_bytes(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base64 with + and /."""
    return b64encode(s)


def standard_b64decode(s):
    """Decode base64 with + and /."""
    return b64decode(s)


_to_urlsafe = bytes.maketrans(b"+/", b"-_")
_from_urlsafe = bytes.maketrans(b"-_", b"+/")


def urlsafe_b64encode(s):
    """Base64 with - and _ instead of + and /."""
    return b64encode(s).translate(_to_urlsafe)


def urlsafe_b64decode(s):
    """Decode base64 with - and _."""
    return b64decode(_as_bytes(s).translate(_from_urlsafe))


# --- base32

_b32alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_b32hexalphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_pairs = {}     # alphabet -> the 1024 pairs of characters that 10 bits can be
_reversed = {}  # alphabet -> {character: value}


def _b32encode(alphabet, s):
    if alphabet not in _pairs:
        _pairs[alphabet] = [bytes((a, b)) for a in alphabet for b in alphabet]
    pairs = _pairs[alphabet]
    if not isinstance(s, _bytes_like):
        s = memoryview(s).tobytes()
    if isinstance(s, memoryview):
        s = s.tobytes()
    leftover = len(s) % 5
    if leftover:
        s = s + b"\0" * (5 - leftover)
    pieces = []
    for start in range(0, len(s), 5):
        word = int.from_bytes(s[start:start + 5])
        pieces += pairs[word >> 30], pairs[word >> 20 & 1023], pairs[word >> 10 & 1023], pairs[word & 1023]
    encoded = b"".join(pieces)
    if leftover:
        padding = (0, 6, 4, 3, 1)[leftover]
        encoded = encoded[:-padding] + b"=" * padding
    return encoded


def _b32decode(alphabet, s, casefold=False, map01=None):
    if alphabet not in _reversed:
        _reversed[alphabet] = {character: value for value, character in enumerate(alphabet)}
    values = _reversed[alphabet]
    s = _as_bytes(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _as_bytes(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b"=")
    padding = length - len(s)
    if padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    decoded = bytearray()
    word = 0
    for start in range(0, len(s), 8):
        piece = s[start:start + 8]
        word = 0
        try:
            for character in piece:
                word = (word << 5) + values[character]
        except KeyError:
            raise binascii.Error("Non-base32 digit found") from None
        decoded += (word << 5 * (8 - len(piece))).to_bytes(5)
    if padding:
        del decoded[-((5 * padding + 7) // 8):]
    return bytes(decoded)


def b32encode(s):
    """Base32 (RFC 4648)."""
    return _b32encode(_b32alphabet, s)


def b32decode(s, casefold=False, map01=None):
    """Decode base32. casefold: small letters are fine; map01: 0 is O, and 1 is this letter."""
    return _b32decode(_b32alphabet, s, casefold, map01)


def b32hexencode(s):
    """Base32 with the extended hex alphabet, which keeps the order of the encoded bytes."""
    return _b32encode(_b32hexalphabet, s)


def b32hexdecode(s, casefold=False):
    """Decode base32 with the extended hex alphabet."""
    return _b32decode(_b32hexalphabet, s, casefold)


# --- base16

def b16encode(s):
    """Two hexadecimal digits in capitals for each byte."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode hexadecimal digits; small ones only if casefold is true."""
    s = _as_bytes(s)
    if casefold:
        s = s.upper()
    if s.translate(None, delete=b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


# --- base 85: five characters for four bytes

_A85START = b"<~"
_A85END = b"~>"
_a85alphabet = bytes(range(33, 118))
_b85alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_base85_digits = {}  # alphabet -> its characters, and their 7225 pairs
_z85alphabet = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_to_z85 = bytes.maketrans(_b85alphabet, _z85alphabet)
# What b85 has and z85 lacks must not decode.
_from_z85 = bytes.maketrans(_z85alphabet + b";_`|~", _b85alphabet + b"\0" * 5)


def _words(b):
    """The unsigned 32-bit words of bytes that are filled up with zeros, and how many zeros there are."""
    padding = -len(b) % 4
    if padding:
        b = bytes(b) + b"\0" * padding
    return struct.unpack("!%dI" % (len(b) // 4), b), padding


def _five_digits(words, alphabet):
    """A list of the five characters that stand for each word."""
    if alphabet not in _base85_digits:
        _base85_digits[alphabet] = [bytes((a,)) for a in alphabet], [bytes((a, b)) for a in alphabet for b in alphabet]
    digits, pairs = _base85_digits[alphabet]
    return [pairs[word // 614125] + pairs[word // 85 % 7225] + digits[word % 85] for word in words]


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85. foldspaces: y for four spaces; wrapcol: line length; pad: fill up before encoding; adobe: in <~ and ~>."""
    if not isinstance(b, _bytes_like):
        b = memoryview(b).tobytes()
    words, padding = _words(b)
    chunks = _five_digits(words, _a85alphabet)
    for short, word in ((b"z", 0), (b"y", 0x20202020)) if foldspaces else ((b"z", 0),):
        if word in words:
            chunks = [short if found == word else chunk for found, chunk in zip(words, chunks)]
    if padding and not pad:
        if chunks[-1] == b"z":
            chunks[-1] = _a85alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-padding]
    result = b"".join(chunks)
    if adobe:
        result = _A85START + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        result = b"\n".join(lines)
    if adobe:
        result += _A85END
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """Decode Ascii85."""
    b = _as_bytes(b)
    if adobe:
        if not b.endswith(_A85END):
            raise ValueError("Ascii85 encoded byte sequences must end with {!r}".format(_A85END))
        b = b[2:-2] if b.startswith(_A85START) else b[:-2]
    decoded = []
    word = count = 0
    for character in b + b"u" * 4:
        if 33 <= character <= 117:
            word = word * 85 + (character - 33)
            count += 1
            if count == 5:
                if word > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                decoded.append(word.to_bytes(4))
                word = count = 0
        elif character == 122:
            if count:
                raise ValueError("z inside Ascii85 5-tuple")
            decoded.append(b"\0\0\0\0")
        elif foldspaces and character == 121:
            if count:
                raise ValueError("y inside Ascii85 5-tuple")
            decoded.append(b"    ")
        elif character not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % character)
    # The four extra characters filled up the last group; what is left of them was not needed.
    result = b"".join(decoded)
    padding = 4 - count
    return result[:-padding] if padding else result


def b85encode(b, pad=False):
    """Base85 as git and Mercurial write it."""
    if not isinstance(b, _bytes_like):
        b = memoryview(b).tobytes()
    words, padding = _words(b)
    result = b"".join(_five_digits(words, _b85alphabet))
    return result[:-padding] if padding and not pad else result


# The values of the characters; 85 where there is none.
_b85values = bytes(_b85alphabet.find(character) % 86 for character in range(256))


def b85decode(b):
    """Decode base85."""
    b = _as_bytes(b)
    padding = -len(b) % 5
    values = bytes(b).translate(_b85values) + b"\x54" * padding
    five = iter(values)
    words = [(((a * 85 + b) * 85 + c) * 85 + d) * 85 + e for a, b, c, d, e in zip(five, five, five, five, five)]
    if b"\x55" in values or max(words, default=0) > 0xFFFFFFFF:
        _refuse_base85(values, words)
    result = struct.pack("!%dI" % len(words), *words)
    return result[:-padding] if padding else result


def _refuse_base85(values, words):
    for start, word in zip(range(0, len(values), 5), words):
        wrong = values.find(b"\x55", start, start + 5)
        if wrong >= 0:
            raise ValueError("bad base85 character at position %d" % wrong)
        if word > 0xFFFFFFFF:
            raise ValueError("base85 overflow in hunk starting at byte %d" % start)


def z85encode(s):
    """Base85 in the alphabet of ZeroMQ."""
    return b85encode(s).translate(_to_z85)


def z85decode(s):
    """Decode Z85."""
    s = _as_bytes(s)
    s = s.translate(_from_z85)
    try:
        return b85decode(s)
    except ValueError as e:
        raise ValueError(e.args[0].replace("base85", "z85")) from None


# --- Files and lines

def encode(input, output):
    """Write the contents of one binary file to another as lines of base64."""
    while data := input.read(MAXBINSIZE):
        while len(data) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(data))):
            data += more
        output.write(binascii.b2a_base64(data))


def decode(input, output):
    """Write what the lines of base64 of one binary file stand for to another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _check_bytes(s):
    try:
        view = memoryview(s)
    except TypeError as error:
        raise TypeError("expected bytes-like object, not %s" % s.__class__.__name__) from error
    if view.format not in ("c", "b", "B"):
        raise TypeError("expected single byte elements, not %r from %s" % (view.format, s.__class__.__name__))
    if view.ndim != 1:
        raise TypeError("expected 1-D data, not %d-D data from %s" % (view.ndim, s.__class__.__name__))


def encodebytes(s):
    """Lines of base64, 76 characters each."""
    _check_bytes(s)
    return b"".join([binascii.b2a_base64(s[i:i + MAXBINSIZE]) for i in range(0, len(s), MAXBINSIZE)])


def decodebytes(s):
    """Decode lines of base64."""
    _check_bytes(s)
    return binascii.a2b_base64(s)


def main():
    """python -m base64 [-d|-e|-u|-t] [file]"""
    import getopt
    import sys
    usage = f"""usage: {sys.argv[0]} [-h|-d|-e|-u] [file|-]
        -h: print this help message and exit
        -d, -u: decode
        -e: encode (default)"""
    try:
        options, arguments = getopt.getopt(sys.argv[1:], "hdeu")
    except getopt.error as message:
        sys.stdout = sys.stderr
        print(message)
        print(usage)
        sys.exit(2)
    function = encode
    for option, _ in options:
        if option == "-e":
            function = encode
        elif option in ("-d", "-u"):
            function = decode
        else:
            print(usage)
            return
    if arguments and arguments[0] != "-":
        with open(arguments[0], "rb") as file:
            function(file, sys.stdout.buffer)
    else:
        function(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
