"""Encodings by name, error handlers by name, and encoding and decoding piece by piece.

The virtual machine itself knows UTF-8, -16 and -32, Latin-1, ASCII and the two escapes; str.encode() and bytes.decode() come here for
everything else. The other encodings are in the package encodings, which is imported when one of them is asked for.
"""

import builtins as _builtins

__all__ = ["register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE", "BOM32_LE", "BOM64_BE", "BOM64_LE", "BOM_UTF8",
           "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec",
           "IncrementalEncoder", "IncrementalDecoder", "StreamReader", "StreamWriter", "StreamReaderWriter", "StreamRecoder", "getencoder",
           "getdecoder", "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "encode", "decode", "iterencode",
           "iterdecode", "strict_errors", "ignore_errors", "replace_errors", "xmlcharrefreplace_errors", "backslashreplace_errors",
           "namereplace_errors", "register_error", "lookup_error"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM = BOM_UTF16 = BOM_LE
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE
BOM32_LE, BOM32_BE, BOM64_LE, BOM64_BE = BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE


# --- Encodings by name

class CodecInfo(tuple):
    """What lookup() returns: a tuple of four with the rest as attributes."""

    # Whether str.encode() and bytes.decode() may use it: it goes from text to bytes.
    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None, *,
                _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode, self.decode = encode, decode
        self.incrementalencoder, self.incrementaldecoder = incrementalencoder, incrementaldecoder
        self.streamreader, self.streamwriter = streamreader, streamwriter
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object for encoding {self.name} at {id(self):#x}>"

    def __getnewargs__(self):
        return tuple(self)


_cache = {}
_search_functions = []
# The encodings of the virtual machine, by the names they have in the package encodings.
_native = {
    "utf_8": "utf-8", "utf_8_sig": "utf-8-sig", "utf_16": "utf-16", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_32": "utf-32",
    "utf_32_le": "utf-32-le", "utf_32_be": "utf-32-be", "latin_1": "iso8859-1", "ascii": "ascii", "unicode_escape": "unicode-escape",
    "raw_unicode_escape": "raw-unicode-escape",
}
# Their commonest other names, so that these cost no import.
_common = {"utf8": "utf_8", "utf": "utf_8", "u8": "utf_8", "latin1": "latin_1", "iso8859_1": "latin_1", "iso_8859_1": "latin_1", "l1": "latin_1",
           "us_ascii": "ascii", "646": "ascii", "utf16": "utf_16", "utf32": "utf_32", "utf_16le": "utf_16_le", "utf_16be": "utf_16_be"}


def register(search_function, /):
    """Ask `search_function` for encodings that are not known: it gets the name and returns a CodecInfo or None."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    """Ask that function no more, and forget what was found."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _cache.clear()


def _normalized(encoding):
    # Whatever is no letter, digit or point stands for an underscore.
    name, gap = [], False
    for character in encoding:
        if character.isalnum() and character.isascii() or character == ".":
            if gap and name:
                name.append("_")
            name.append(character.lower())
            gap = False
        else:
            gap = True
    return "".join(name)


def lookup(encoding, /):
    """Return the CodecInfo of an encoding. LookupError when there is none."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    info = _cache.get(encoding)
    if info is not None:
        return info
    key = _normalized(encoding)
    module = _common.get(key, key)
    if module in _native:
        info = _native_codec(_native[module])
    else:
        import encodings
        info = encodings.search_function(key)
        if info is None:
            for search in _search_functions:
                info = search(key)
                if info is None:
                    continue
                if not isinstance(info, tuple) or len(info) != 4:
                    raise TypeError("codec search functions must return 4-tuples")
                break
        if info is None:
            encoding.encode()  # what is no text has no name
            raise LookupError(f"unknown encoding: {encoding}")
    _cache[encoding] = info
    return info


def _native_codec(name):
    def encode(input, errors="strict"):
        return input.encode(name, errors), len(input)

    def decode(input, errors="strict"):
        if isinstance(input, str):
            if not escapes:
                raise TypeError("a bytes-like object is required, not 'str'")
            # Text with escapes is taken as well, as its bytes in UTF-8.
            input = input.encode()
        return str(input, name, errors), len(input)

    escapes = name in ("unicode-escape", "raw-unicode-escape")
    return _codec_info(name, encode, decode)


def _codec_info(name, encode, decode, is_text=True):
    """A CodecInfo, with the classes for pieces and streams, made of two functions."""
    methods = {"encode": lambda self, input, errors="strict": encode(input, errors),
               "decode": lambda self, input, errors="strict": decode(input, errors)}
    encoder = type("IncrementalEncoder", (_WholeEncoder,), {"_info_name": name, "_encode": staticmethod(encode)})
    decoder = type("IncrementalDecoder", (_WholeDecoder,), {"_info_name": name, "_decode": staticmethod(decode)})
    of_reader = {"encode": methods["encode"], "_make_decoder": decoder} if is_text else {**methods, "charbuffertype": bytes}
    reader = type("StreamReader", (_PieceReader,), of_reader)
    of_writer = {"decode": methods["decode"], "_make_encoder": encoder} if is_text else methods
    writer = type("StreamWriter", (_PieceWriter if is_text else StreamWriter,), of_writer)
    return CodecInfo(encode, decode, reader, writer, encoder, decoder, name, _is_text_encoding=is_text)


def _text_codec(encoding, other):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"'{encoding}' is not a text encoding; use codecs.{other}() to handle arbitrary codecs")
    return info


def _noted(function, input, errors, operation, encoding):
    try:
        return function(input, errors)
    except Exception as error:
        error.add_note(f"{operation} with '{encoding}' codec failed")
        raise


def _encode_text(text, encoding, errors):
    """What str.encode() does for an encoding that the virtual machine does not know."""
    result = _noted(_text_codec(encoding, "encode")[0], text, errors, "encoding", encoding)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("encoder must return a tuple (object, integer)")
    if not isinstance(result[0], (bytes, bytearray)):
        raise TypeError(f"'{encoding}' encoder returned '{type(result[0]).__name__}' instead of 'bytes'; "
                        "use codecs.encode() to encode to arbitrary types")
    return bytes(result[0])


def _decode_text(data, encoding, errors):
    """What bytes.decode() does for an encoding that the virtual machine does not know."""
    result = _noted(_text_codec(encoding, "decode")[1], data, errors, "decoding", encoding)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("decoder must return a tuple (object,integer)")
    if not isinstance(result[0], str):
        raise TypeError(f"'{encoding}' decoder returned '{type(result[0]).__name__}' instead of 'str'; "
                        "use codecs.decode() to decode to arbitrary types")
    return result[0]


def encode(obj, encoding="utf-8", errors="strict"):
    """Encode an object: to bytes for most encodings."""
    result = _noted(lookup(encoding)[0], obj, errors, "encoding", encoding)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("encoder must return a tuple (object, integer)")
    return result[0]


def decode(obj, encoding="utf-8", errors="strict"):
    """Decode an object: to text for most encodings."""
    result = _noted(lookup(encoding)[1], obj, errors, "decoding", encoding)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError("decoder must return a tuple (object,integer)")
    return result[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


# --- Error handlers

def _cannot_handle(error):
    return TypeError(f"don't know how to handle {type(error).__name__} in error callback")


def strict_errors(exception, /):
    """Raise the exception."""
    if not isinstance(exception, Exception):
        raise TypeError("codec must pass exception instance")
    raise exception


def ignore_errors(exception, /):
    """Leave out what is wrong."""
    if not isinstance(exception, UnicodeError):
        raise _cannot_handle(exception)
    return "", exception.end


def replace_errors(exception, /):
    """Put a question mark, or the replacement character, in its place."""
    if isinstance(exception, UnicodeEncodeError):
        return "?" * (exception.end - exception.start), exception.end
    if isinstance(exception, UnicodeDecodeError):
        return "\ufffd", exception.end
    if isinstance(exception, UnicodeTranslateError):
        return "\ufffd" * (exception.end - exception.start), exception.end
    raise _cannot_handle(exception)


def xmlcharrefreplace_errors(exception, /):
    """Put a reference of XML, such as &#8364;, in its place."""
    if not isinstance(exception, UnicodeEncodeError):
        raise _cannot_handle(exception)
    return "".join(f"&#{ord(c)};" for c in exception.object[exception.start:exception.end]), exception.end


def _escape(character):
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def backslashreplace_errors(exception, /):
    """Put an escape with a backslash in its place."""
    if isinstance(exception, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in exception.object[exception.start:exception.end]), exception.end
    if isinstance(exception, (UnicodeEncodeError, UnicodeTranslateError)):
        return "".join(map(_escape, exception.object[exception.start:exception.end])), exception.end
    raise _cannot_handle(exception)


def namereplace_errors(exception, /):
    r"""Put the name, as in \N{EURO SIGN}, in its place."""
    if not isinstance(exception, UnicodeEncodeError):
        raise _cannot_handle(exception)
    import unicodedata
    result = []
    for character in exception.object[exception.start:exception.end]:
        name = unicodedata.name(character, None)
        result.append(_escape(character) if name is None else f"\\N{{{name}}}")
    return "".join(result), exception.end


def _surrogateescape_errors(exception, /):
    if isinstance(exception, UnicodeEncodeError):
        codes = [ord(c) for c in exception.object[exception.start:exception.end]]
        if not all(0xDC80 <= code <= 0xDCFF for code in codes):
            raise exception
        return bytes(code - 0xDC00 for code in codes), exception.end
    if isinstance(exception, UnicodeDecodeError):
        bad = []
        for byte in exception.object[exception.start:min(exception.end, exception.start + 4)]:
            if byte < 0x80:
                break
            bad.append(chr(0xDC00 + byte))
        if not bad:
            raise exception
        return "".join(bad), exception.start + len(bad)
    raise _cannot_handle(exception)


def _surrogatepass_errors(exception, /):
    if not isinstance(exception, (UnicodeEncodeError, UnicodeDecodeError)):
        raise _cannot_handle(exception)
    name = _normalized(exception.encoding)
    name = _common.get(name, name)
    name = {"cp65001": "utf_8", "utf_16": "utf_16_le", "utf_32": "utf_32_le"}.get(name, name)
    if name not in ("utf_8", "utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"):
        raise exception
    if isinstance(exception, UnicodeEncodeError):
        text = exception.object[exception.start:exception.end]
        if not all("\ud800" <= c <= "\udfff" for c in text):
            raise exception
        return text.encode(name, "surrogatepass"), exception.end
    size = 3 if name == "utf_8" else int(name[4:6]) // 8
    start = max(exception.start, 0)
    try:
        character = exception.object[start:start + size].decode(name, "surrogatepass")
    except UnicodeDecodeError:
        character = ""
    if len(character) != 1 or not "\ud800" <= character <= "\udfff":
        raise exception
    return character, start + size


_error_handlers = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors, "xmlcharrefreplace": xmlcharrefreplace_errors,
    "backslashreplace": backslashreplace_errors, "namereplace": namereplace_errors, "surrogateescape": _surrogateescape_errors,
    "surrogatepass": _surrogatepass_errors,
}


def register_error(errors, handler, /):
    """Call `handler` with the exception where an encoding is used with this name as its `errors`."""
    if not isinstance(errors, str):
        raise TypeError(f"register_error() argument 1 must be str, not {type(errors).__name__}")
    if not callable(handler):
        raise TypeError("handler must be callable")
    _error_handlers[errors] = handler


def lookup_error(errors, /):
    """Return the error handler of that name."""
    if not isinstance(errors, str):
        raise TypeError(f"lookup_error() argument must be str, not {type(errors).__name__}")
    try:
        return _error_handlers[errors]
    except KeyError:
        raise LookupError(f"unknown error handler name '{errors}'") from None


def _handled(errors, error, takes_bytes):
    """What the handler puts in the place of the error, and where it goes on."""
    result = lookup_error("strict" if errors is None else errors)(error)
    kinds = (str, bytes) if takes_bytes else str
    if not (isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], kinds) and isinstance(result[1], int)):
        kind = "encoding" if takes_bytes else "decoding" if isinstance(error, UnicodeDecodeError) else "translating"
        raise TypeError(f"{kind} error handler must return ({'str/bytes' if takes_bytes else 'str'}, int) tuple")
    replacement, position = result
    if isinstance(error, UnicodeDecodeError) and not isinstance(error.object, bytes):
        raise TypeError("object attribute must be bytes")
    length = len(error.object)
    place = position + length if position < 0 else position
    if not 0 <= place <= length:
        raise IndexError(f"position {position} from error handler out of bounds")
    return replacement, place


# --- Encodings that are tables

def charmap_build(map, /):
    """Return a mapping for charmap_encode() that undoes a table of 256 characters."""
    return {ord(character): byte for byte, character in reversed([*enumerate(map)]) if character != "\ufffe"}


def charmap_encode(str, errors="strict", mapping=None, /):
    """Encode text by a mapping from the numbers of characters to bytes."""
    if mapping is None:
        return str.encode("latin-1", errors or "strict"), len(str)

    def mapped(character):
        try:
            value = mapping[ord(character)]
        except LookupError:
            return None
        if value is None or isinstance(value, bytes):
            return value
        if not isinstance(value, int):
            raise TypeError(f"character mapping must return integer, bytes or None, not {type(value).__name__}")
        if not 0 <= value < 256:
            raise TypeError("character mapping must be in range(256)")
        return bytes((value,))

    result, position = [], 0
    while position < len(str):
        data = mapped(str[position])
        if data is not None:
            result.append(data)
            position += 1
            continue
        end = position + 1
        while end < len(str) and mapped(str[end]) is None:
            end += 1
        error = UnicodeEncodeError("charmap", str, position, end, "character maps to <undefined>")
        replacement, position = _handled(errors, error, True)
        if isinstance(replacement, bytes):
            result.append(replacement)
            continue
        for character in replacement:
            data = mapped(character)
            if data is None:
                raise error
            result.append(data)
    return b"".join(result), len(str)


def charmap_decode(data, errors="strict", mapping=None, /):
    """Decode bytes by a mapping, or by a str that has the character of each byte."""
    data = _bytes_of(data)
    if mapping is None:
        return data.decode("latin-1", errors or "strict"), len(data)
    result, position = [], 0
    while position < len(data):
        try:
            value = mapping[data[position]]
        except LookupError:
            value = None
        if isinstance(value, int) and value != 0xFFFE:
            if not 0 <= value < 0x110000:
                raise TypeError("character mapping must be in range(0x110000)")
            value = chr(value)
        if value is None or value == "\ufffe" or value == 0xFFFE:
            error = UnicodeDecodeError("charmap", data, position, position + 1, "character maps to <undefined>")
            replacement, position = _handled(errors, error, False)
            # The handler may have changed what is decoded.
            data = error.object
            result.append(replacement)
            continue
        if not isinstance(value, str):
            raise TypeError("character mapping must return integer, None or str")
        result.append(value)
        position += 1
    return "".join(result), len(data)


def _bytes_of(data):
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def _used(decoder, data, final):
    text = decoder.decode(data, final)
    return text, len(data) - len(decoder.getstate()[0])


def _native_functions(prefix, name):
    is_escape, is_whole = name.endswith("escape"), name in ("latin-1", "ascii")

    def encode(str, errors=None, /):
        return str.encode(name, errors or "strict"), len(str)

    def decode(data, errors=None, final=is_escape or is_whole, /):
        if isinstance(data, str) and is_escape:
            data = data.encode()
        data = _bytes_of(data)
        if final:
            return data.decode(name, errors or "strict"), len(data)
        return _used(lookup(name).incrementaldecoder(errors or "strict"), data, False)

    encode.__name__ = encode.__qualname__ = prefix + "_encode"
    decode.__name__ = decode.__qualname__ = prefix + "_decode"
    encode.__module__ = decode.__module__ = "_codecs"
    return encode, decode


def _decode_in_order(name, data, errors, byteorder, final):
    decoder = lookup(name).incrementaldecoder(errors or "strict")
    if byteorder:
        decoder._order = "le" if byteorder < 0 else "be"
    text, used = _used(decoder, _bytes_of(data), final)
    # What has no mark is in the order of the machine, which is not told.
    return text, used, byteorder or {"": 0, "le": -1, "be": 1}[decoder._order if decoder._is_marked else ""]


def utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /):
    """The text, how many bytes were used, and the order of bytes that their mark tells: -1 little, 1 big, 0 no mark."""
    return _decode_in_order("utf-16", data, errors, byteorder, final)


def utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /):
    """The text, how many bytes were used, and the order of bytes that their mark tells: -1 little, 1 big, 0 no mark."""
    return _decode_in_order("utf-32", data, errors, byteorder, final)


def readbuffer_encode(data, errors=None, /):
    """The bytes of a bytes-like object, or those of a text in UTF-8."""
    data = data.encode() if isinstance(data, str) else _bytes_of(data)
    return data, len(data)


utf_8_encode, utf_8_decode = _native_functions("utf_8", "utf-8")
utf_16_encode, utf_16_decode = _native_functions("utf_16", "utf-16")
utf_16_le_encode, utf_16_le_decode = _native_functions("utf_16_le", "utf-16-le")
utf_16_be_encode, utf_16_be_decode = _native_functions("utf_16_be", "utf-16-be")
utf_32_encode, utf_32_decode = _native_functions("utf_32", "utf-32")
utf_32_le_encode, utf_32_le_decode = _native_functions("utf_32_le", "utf-32-le")
utf_32_be_encode, utf_32_be_decode = _native_functions("utf_32_be", "utf-32-be")
latin_1_encode, latin_1_decode = _native_functions("latin_1", "latin-1")
ascii_encode, ascii_decode = _native_functions("ascii", "ascii")
unicode_escape_encode, unicode_escape_decode = _native_functions("unicode_escape", "unicode_escape")
utf_7_encode, utf_7_decode = _native_functions("utf_7", "utf-7")
raw_unicode_escape_encode, raw_unicode_escape_decode = _native_functions("raw_unicode_escape", "raw_unicode_escape")


def escape_encode(data, errors=None, /):
    """The inside of the repr of bytes."""
    if not isinstance(data, bytes):
        raise TypeError(f"escape_encode() argument 1 must be bytes, not {type(data).__name__}")
    # With a double quote before it, the repr is in single ones.
    return repr(b'"' + data)[3:-1].encode("ascii"), len(data)


_ESCAPES = {"\n": b"", "\\": b"\\", "'": b"'", '"': b'"', "a": b"\a", "b": b"\b", "f": b"\f", "n": b"\n", "r": b"\r", "t": b"\t",
            "v": b"\v"}


def escape_decode(data, errors=None, /):
    """The bytes that the inside of a bytes literal stands for."""
    data = data.encode() if isinstance(data, str) else _bytes_of(data)
    text = data.decode("latin-1")
    result, position, wrong = [], 0, None
    while True:
        backslash = text.find("\\", position)
        if backslash < 0:
            break
        result.append(data[position:backslash])
        letter = text[backslash + 1:backslash + 2]
        position = backslash + 2
        if not letter:
            raise ValueError("Trailing \\ in string")
        if letter in _ESCAPES:
            result.append(_ESCAPES[letter])
        elif letter in "01234567":
            while position < min(len(text), backslash + 4) and text[position] in "01234567":
                position += 1
            digits = text[backslash + 1:position]
            if int(digits, 8) > 0o377:
                wrong = wrong or f"invalid octal escape sequence '\\{digits}'"
            result.append(bytes((int(digits, 8) & 0xFF,)))
        elif letter == "x":
            digits = text[position:position + 2]
            count = len(digits) - len(digits.lstrip("0123456789abcdefABCDEF"))
            if count == 2:
                result.append(bytes((int(digits, 16),)))
            elif errors in (None, "strict"):
                raise ValueError(f"invalid \\x escape at position {backslash}")
            elif errors == "replace":
                result.append(b"?")
            elif errors != "ignore":
                raise ValueError(f"decoding error; unknown error handling code: {errors}")
            # One digit does not make a byte; it goes with the escape.
            position += count
        else:
            wrong = wrong or f"invalid escape sequence '\\{letter}'"
            result.append(data[backslash:position])
    if wrong:
        import warnings
        warnings.warn(wrong, DeprecationWarning, 2)
    result.append(data[position:])
    return b"".join(result), len(data)


# --- Piece by piece

class Codec:
    """What the class of an encoding without state has: both return the result and how much was used."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes pieces of text."""

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Begin again."""

    def getstate(self):
        return 0

    def setstate(self, state):
        """Go back to a state that getstate() returned."""


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps what _buffer_encode() could not encode yet until the next piece comes."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = ""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_encode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        super().reset()
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    """Decodes pieces of bytes."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        """Begin again."""

    def getstate(self):
        return b"", 0

    def setstate(self, state):
        """Go back to a state that getstate() returned."""


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps what _buffer_decode() could not decode yet until the next piece comes."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_decode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        super().reset()
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


class _WholeEncoder(IncrementalEncoder):
    """Encodes each piece by itself; only the first one carries a mark."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self._started = False

    def encode(self, input, final=False):
        data = self._encode(input, self.errors)[0]
        if self._started:
            for name, mark in (("utf-8-sig", BOM_UTF8), ("utf-16", BOM_UTF16), ("utf-32", BOM_UTF32)):
                if self._info_name == name and data.startswith(mark):
                    data = data[len(mark):]
        self._started = self._started or bool(input)
        return data

    def reset(self):
        self._started = False

    def getstate(self):
        return int(self._started)

    def setstate(self, state):
        self._started = bool(state)


_BASE64_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class _WholeDecoder(BufferedIncrementalDecoder):
    """The bytes of a character that is not complete wait for the next piece; the first ones tell the order of the rest."""

    # Those of streams do.
    _needs_mark = False

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self._order = ""
        self._is_marked = False

    def decode(self, input, final=False):
        name = self._info_name
        if isinstance(input, str):
            # Such as rot-13, which goes from text to text.
            return self._decode(input, self.errors)[0]
        data = self.buffer + bytes(input)
        self.buffer = b""
        if name in ("utf-16", "utf-32") and not self._order:
            size = 2 if name == "utf-16" else 4
            if len(data) < size and not final:
                self.buffer = data
                return ""
            if name == "utf-16":
                self._order = "be" if data.startswith(BOM_UTF16_BE) else "le"
                marked = data.startswith((BOM_UTF16_BE, BOM_UTF16_LE))
            else:
                self._order = "be" if data.startswith(BOM_UTF32_BE) else "le"
                marked = data.startswith((BOM_UTF32_BE, BOM_UTF32_LE))
            if marked:
                data = data[size:]
                self._is_marked = True
            elif self._needs_mark and len(data) >= size:
                raise UnicodeDecodeError(name, data, 0, size, "Stream does not start with BOM")
        elif name == "utf-8-sig" and not self._order:
            if len(data) < 3 and BOM_UTF8.startswith(data) and not final:
                self.buffer = data
                return ""
            self._order = "marked"
            data = data.removeprefix(BOM_UTF8)
        if not final:
            keep = self._incomplete(data)
            if keep:
                self.buffer = data[-keep:]
                data = data[:-keep]
        if self._order in ("le", "be"):
            return data.decode(f"{name}-{self._order}", self.errors)
        if name == "utf-8-sig":
            return data.decode("utf-8", self.errors)
        return self._decode(data, self.errors)[0]

    def _incomplete(self, data):
        name = self._info_name
        if name in ("utf-8", "utf-8-sig"):
            # Look back for a first byte that announces more than there is.
            for back in range(1, min(4, len(data)) + 1):
                byte = data[-back]
                if byte < 0x80:
                    return 0
                if byte == 0xED and back == 2 and data[-1] & 0xE0 == 0xA0:
                    # Half of a pair, which a handler may take.
                    return 2
                if byte >= 0xC0:
                    needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                    if back >= needed:
                        return 0
                    try:
                        data[-back:].decode("utf-8")
                    except UnicodeDecodeError as error:
                        # What is wrong already need not wait.
                        return back if error.reason == "unexpected end of data" else 0
            return 0
        if name.startswith("utf-16"):
            odd = len(data) % 2
            end = len(data) - odd
            # The last unit may be the first half of a pair.
            high = data[end - (2 if self._order == "be" or name.endswith("be") else 1)] if end else 0
            return odd + 2 if 0xD8 <= high < 0xDC else odd
        if name.startswith("utf-32"):
            return len(data) % 4
        if name in ("unicode-escape", "raw-unicode-escape"):
            return self._incomplete_escape(data, name)
        if name == "utf-7":
            # What a plus began and nothing has ended: of base64, only the whole is decoded.
            start = data.rfind(b"+")
            if start >= 0 and not data[start + 1:].strip(_BASE64_DIGITS):
                return len(data) - start
        return 0

    @staticmethod
    def _incomplete_escape(data, name):
        """How many bytes at the end are an escape that may go on: a backslash and up to nine more characters, or a name."""
        start = data.rfind(b"\\N{") if name == "unicode-escape" else -1
        if start < 0 or b"}" in data[start:]:
            start = data.rfind(b"\\", max(0, len(data) - 10))
        if start < 0 or (start - len(data[:start].rstrip(b"\\"))) % 2:
            return 0
        rest = len(data) - start
        letter = data[start + 1:start + 2]
        if rest > 1 and name == "raw-unicode-escape" and letter not in b"uU":
            return 0
        try:
            data[start:].decode(name)
        except UnicodeDecodeError as error:
            # What is wrong already need not wait.
            return rest if error.end == len(error.object) or letter == b"N" else 0
        # In the raw form, a backslash alone is one.
        return 1 if rest == 1 else 0

    def reset(self):
        super().reset()
        self._order = ""
        self._is_marked = False

    def getstate(self):
        return self.buffer, {"": 0, "le": 1, "be": 2, "marked": 1}[self._order]

    def setstate(self, state):
        self.buffer = state[0]
        self._order = "" if not state[1] else "marked" if self._info_name == "utf-8-sig" else "be" if state[1] == 2 else "le"


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """Decode the pieces that the iterator gives, one by one."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        text = decoder.decode(piece)
        if text:
            yield text
    text = decoder.decode(b"", True)
    if text:
        yield text


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """Encode the pieces that the iterator gives, one by one."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        data = encoder.encode(piece)
        if data:
            yield data
    data = encoder.encode("", True)
    if data:
        yield data


# --- Streams

class _OverStream:
    """What the objects below have in common: whatever they do not do themselves, their stream does."""

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()

    def __reduce_ex__(self, proto):
        raise TypeError(f"can't serialize {self.__class__.__name__}")


class StreamWriter(_OverStream, Codec):
    """Encodes what is written to a stream of bytes."""

    def __init__(self, stream, errors="strict"):
        self.stream, self.errors = stream, errors

    def write(self, object):
        """Encode a text and write it."""
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        """Write many texts."""
        self.write("".join(list))

    def seek(self, offset, whence=0):
        """Go elsewhere; the beginning is encoded as a beginning."""
        self.stream.seek(offset, whence)
        if (offset, whence) == (0, 0):
            self.reset()

    def reset(self):
        """Begin again."""


class StreamReader(_OverStream, Codec):
    """Decodes what is read from a stream of bytes."""

    charbuffertype = str

    def __init__(self, stream, errors="strict"):
        self.stream, self.errors = stream, errors
        self._empty_charbuffer = self.charbuffertype()
        self._return = "\r" if self.charbuffertype is str else b"\r"
        StreamReader.reset(self)

    def _decode_lines(self, data, firstline):
        """Decode what can be decoded; with `firstline`, lines before what cannot will do."""
        try:
            return self.decode(data, self.errors)
        except UnicodeDecodeError as error:
            if not firstline:
                raise
            text, used = self.decode(data[:error.start], self.errors)
            if len(text.splitlines(True)) <= 1:
                raise
            return text, used

    def read(self, size=-1, chars=-1, firstline=False):
        """Read and decode. `size`: about how many bytes are read at once; `chars`: how many characters are returned, which
        without it are as many as `size` says. `firstline`: whatever comes after the first line may be wrong."""
        if self.linebuffer:
            self.charbuffer, self.linebuffer = self._empty_charbuffer.join(self.linebuffer), None
        wanted = chars if chars >= 0 else size
        while wanted < 0 or len(self.charbuffer) < wanted:
            piece = self.stream.read(size) if size >= 0 else self.stream.read()
            data = self.bytebuffer + piece
            if not data:
                break
            text, used = self._decode_lines(data, firstline)
            self.bytebuffer = data[used:]
            self.charbuffer += text
            if not piece:
                break
        result = self.charbuffer if wanted < 0 else self.charbuffer[:wanted]
        self.charbuffer = self.charbuffer[len(result):]
        return result

    def readline(self, size=None, keepends=True):
        """Read and decode a line. With `size`, no more than one piece of so many bytes is read, whether a line ends in it or not."""
        if self.linebuffer:
            line = self.linebuffer.pop(0)
            if len(self.linebuffer) == 1:
                # The last may be a part of one.
                self.charbuffer, self.linebuffer = self.linebuffer[0], None
            return line if keepends else line.splitlines(False)[0]
        size_of_piece = size or 72
        line = self._empty_charbuffer
        while True:
            piece = self.read(size_of_piece, firstline=True)
            if piece.endswith(self._return):
                # It may be half of \r\n.
                piece += self.read(1, 1)
            line += piece
            lines = line.splitlines(True)
            if len(lines) > 1:
                line = lines.pop(0)
                lines[-1] += self.charbuffer
                if len(lines) > 1:
                    self.linebuffer, self.charbuffer = lines, None
                else:
                    self.charbuffer = lines[0]
                break
            if lines and lines[0].splitlines(False)[0] != lines[0] or not piece or size is not None:
                break
            size_of_piece = min(2 * size_of_piece, 8000)
        return line if keepends or not line else line.splitlines(False)[0]

    def readlines(self, sizehint=None, keepends=True):
        """Read the rest as lines."""
        return self.read().splitlines(keepends)

    def reset(self):
        """Forget what was read and not given yet."""
        self.bytebuffer, self.charbuffer, self.linebuffer = b"", self._empty_charbuffer, None

    def seek(self, offset, whence=0):
        """Go elsewhere and begin anew."""
        self.stream.seek(offset, whence)
        self.reset()

    def __iter__(self):
        return self

    def __next__(self):
        if not (line := self.readline()):
            raise StopIteration
        return line


class _PieceReader(StreamReader):
    """Decodes with the incremental decoder of its encoding, which tells what it did not use."""

    # What the first bytes told of the rest, as the state of a decoder.
    _flag = 0

    def decode(self, input, errors="strict"):
        """Decode what is complete; return the text and how many bytes of it there were."""
        decoder = self._make_decoder(errors)
        decoder._needs_mark = self._flag == 0
        decoder.setstate((b"", self._flag))
        text = decoder.decode(input)
        rest, self._flag = decoder.getstate()
        return text, len(input) - len(rest)

    def reset(self):
        super().reset()
        self._flag = 0


class _PieceWriter(StreamWriter):
    """Encodes with the incremental encoder of its encoding, so that only the first piece carries a mark."""

    _encoder = None

    def encode(self, input, errors="strict"):
        """Encode a piece; return the bytes and the length of the text."""
        if self._encoder is None:
            self._encoder = self._make_encoder(errors)
        self._encoder.errors = errors
        return self._encoder.encode(input), len(input)

    def reset(self):
        self._encoder = None


class _BothWays(_OverStream):
    """A reader and a writer on one stream."""

    def _connect(self, stream, Reader, Writer, errors):
        self.stream, self.errors = stream, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def reset(self):
        """Begin again."""
        for end in (self.reader, self.writer):
            end.reset()

    def __iter__(self):
        return self


class StreamReaderWriter(_BothWays):
    """Decodes what is read from a stream and encodes what is written to it."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self._connect(stream, Reader, Writer, errors)

    def read(self, size=-1):
        """Read and decode."""
        return self.reader.read(size)

    def readline(self, size=None, keepends=True):
        """Read a line."""
        return self.reader.readline(size, keepends)

    def readlines(self, sizehint=None, keepends=True):
        """Read all lines."""
        return self.reader.readlines(sizehint, keepends)

    def __next__(self):
        return next(self.reader)

    def write(self, data):
        """Encode and write."""
        return self.writer.write(data)

    def writelines(self, list):
        """Write many texts."""
        return self.writer.writelines(list)

    def seek(self, offset, whence=0):
        """Go elsewhere."""
        self.stream.seek(offset, whence)
        self.reader.reset()
        if (offset, whence) == (0, 0):
            self.writer.reset()


class StreamRecoder(_BothWays):
    """Shows a stream in one encoding as a stream in another."""

    data_encoding = file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        self._connect(stream, Reader, Writer, errors)
        self.encode, self.decode = encode, decode

    def _outwards(self, text):
        return self.encode(text, self.errors)[0]

    def _inwards(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def read(self, size=-1):
        """Read bytes of the other encoding."""
        return self._outwards(self.reader.read(size))

    def readline(self, size=None):
        """Read a line."""
        return self._outwards(self.reader.readline(size))

    def readlines(self, sizehint=None):
        """Read all lines."""
        return self._outwards(self.reader.read()).splitlines(keepends=True)

    def __next__(self):
        return self._outwards(next(self.reader))

    def write(self, data):
        """Write bytes of the other encoding."""
        return self._inwards(data)

    def writelines(self, list):
        """Write many pieces of them."""
        return self._inwards(b"".join(list))

    def seek(self, offset, whence=0):
        """Go elsewhere and begin anew."""
        for end in (self.reader, self.writer):
            end.seek(offset, whence)


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """Open a file in binary mode and wrap it in a StreamReaderWriter of the encoding."""
    if encoding is not None and "b" not in mode:
        mode += "b"
    file = _builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        stream = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        stream.encoding = encoding
        return stream
    except:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """Return a stream of bytes in `data_encoding` for a file in `file_encoding`."""
    file_encoding = data_encoding if file_encoding is None else file_encoding
    data, inner = lookup(data_encoding), lookup(file_encoding)
    stream = StreamRecoder(file, data.encode, data.decode, inner.streamreader, inner.streamwriter, errors)
    stream.data_encoding, stream.file_encoding = data_encoding, file_encoding
    return stream


def make_identity_dict(rng):
    return {number: number for number in rng}


def make_encoding_map(decoding_map):
    """Turn a map around; what two bytes stand for cannot be encoded."""
    result = {}
    for key, value in decoding_map.items():
        result[value] = None if value in result else key
    return result


# Where pickles look for them.
encode.__module__ = decode.__module__ = "_codecs"
