"""The encoding of names of hosts: IDNA as of 2003 (RFC 3490), label by label, each made ready by nameprep (RFC 3491).

    "bücher.example".encode("idna")     # b'xn--bcher-kva.example'

Errors say where in the whole name they are, and name the rule.
"""

import codecs
import re
import stringprep

from unicodedata import ucd_3_2_0 as unicodedata

dots = re.compile("[\u002E\u3002\uFF0E\uFF61]")
ace_prefix = b"xn--"
sace_prefix = "xn--"

_PROHIBITED = (stringprep.in_table_c12, stringprep.in_table_c22, stringprep.in_table_c3, stringprep.in_table_c4, stringprep.in_table_c5,
               stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8, stringprep.in_table_c9)


def nameprep(label):
    """A label as names are compared; UnicodeEncodeError for what may not be in one."""
    mapped = "".join([stringprep.map_table_b2(character) for character in label if not stringprep.in_table_b1(character)])
    label = unicodedata.normalize("NFKC", mapped)
    for index, character in enumerate(label):
        if any(prohibits(character) for prohibits in _PROHIBITED):
            raise UnicodeEncodeError("idna", label, index, index + 1, f"Invalid character {character!r}")
    leftward = [stringprep.in_table_d1(character) for character in label]
    if any(leftward):
        for index, character in enumerate(label):
            if stringprep.in_table_d2(character):
                raise UnicodeEncodeError("idna", label, index, index + 1, "Violation of BIDI requirement 2")
        if not leftward[0]:
            raise UnicodeEncodeError("idna", label, 0, 1, "Violation of BIDI requirement 3")
        if not leftward[-1]:
            raise UnicodeEncodeError("idna", label, len(label) - 1, len(label), "Violation of BIDI requirement 3")
    return label


def _checked(label, encoded):
    if not encoded:
        raise UnicodeEncodeError("idna", label, 0, 1, "label empty")
    if len(encoded) >= 64:
        raise UnicodeEncodeError("idna", label, 0, len(label), "label too long")
    return encoded


def ToASCII(label):
    """A label as bytes that every name server understands."""
    if label.isascii():
        return _checked(label, label.encode("ascii"))
    given, label = label, nameprep(label)
    if label.isascii():
        return _checked(label or given, label.encode("ascii"))
    if label.lower().startswith(sace_prefix):
        raise UnicodeEncodeError("idna", label, 0, len(sace_prefix), "Label starts with ACE prefix")
    return _checked(label, ace_prefix + label.encode("punycode"))


def ToUnicode(label):
    """A label, bytes or text, as people read it."""
    if len(label) > 1024:
        # Decoding takes the square of its length.
        if isinstance(label, str):
            raise UnicodeEncodeError("idna", label, 0, len(label), "label way too long")
        raise UnicodeDecodeError("idna", label, 0, len(label), "label way too long")
    if isinstance(label, str):
        if not label.isascii():
            label = nameprep(label)
        try:
            label = label.encode("ascii")
        except UnicodeEncodeError as error:
            raise UnicodeEncodeError("idna", label, error.start, error.end, "Invalid character in IDN label")
    if not label.lower().startswith(ace_prefix):
        return str(label, "ascii")
    try:
        result = label[len(ace_prefix):].decode("punycode")
    except UnicodeDecodeError as error:
        offset = len(ace_prefix)
        raise UnicodeDecodeError("idna", label, offset + error.start, offset + error.end, error.reason)
    again = ToASCII(result)
    if str(label, "ascii").lower() != str(again, "ascii"):
        raise UnicodeDecodeError("idna", label, 0, len(label), f"IDNA does not round-trip, '{label!r}' != '{again!r}'")
    return result


def _encode_labels(name, labels):
    """Labels of a name, encoded one by one."""
    encoded, offset = [], 0
    for label in labels:
        try:
            encoded.append(ToASCII(label))
        except (UnicodeEncodeError, UnicodeDecodeError) as error:
            raise UnicodeEncodeError("idna", name, offset + error.start, offset + error.end, error.reason)
        offset += len(label) + 1
    return encoded


def _decode_labels(name, labels):
    decoded, offset = [], 0
    for label in labels:
        try:
            decoded.append(ToUnicode(label))
        except (UnicodeEncodeError, UnicodeDecodeError) as error:
            raise UnicodeDecodeError("idna", name, offset + error.start, offset + error.end, error.reason)
        offset += len(label) + 1
    return decoded


def _refuse_handlers(errors):
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")


class Codec(codecs.Codec):
    """Encodes and decodes whole names."""

    def encode(self, input, errors="strict"):
        _refuse_handlers(errors)
        if not input:
            return b"", 0
        if input.isascii():
            # Taken as it is: only the lengths are looked at.
            result, offset = input.encode("ascii"), 0
            labels = result.split(b".")
            for label in labels[:-1]:
                if not label:
                    raise UnicodeEncodeError("idna", input, offset, offset + 1, "label empty")
                offset += len(label) + 1
            offset = 0
            for label in labels:
                if len(label) >= 64:
                    raise UnicodeEncodeError("idna", input, offset, offset + len(label), "label too long")
                offset += len(label) + 1
            return result, len(input)
        labels = dots.split(input)
        end = b"" if labels[-1] else b"."
        return b".".join(_encode_labels(input, labels[:-1] if end else labels)) + end, len(input)

    def decode(self, input, errors="strict"):
        _refuse_handlers(errors)
        if not input:
            return "", 0
        input = bytes(input)
        if ace_prefix not in input.lower():
            try:
                return input.decode("ascii"), len(input)
            except UnicodeDecodeError:
                pass  # the label with it gives the error
        labels = input.split(b".")
        end = "" if labels[-1] else "."
        return ".".join(_decode_labels(input, labels[:-1] if end else labels)) + end, len(input)


class IncrementalEncoder(codecs.BufferedIncrementalEncoder):
    """Encodes names that come in pieces: a label is encoded once its end is known."""

    def _buffer_encode(self, input, errors, final):
        _refuse_handlers(errors)
        if not input:
            return b"", 0
        labels = dots.split(input)
        end = b""
        if not labels[-1] or not final:
            labels.pop()
            end = b"." if labels else b""
        encoded = b".".join(_encode_labels(input, labels)) + end
        return encoded, len(".".join(labels)) + len(end)


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    """Decodes names that come in pieces."""

    def _buffer_decode(self, input, errors, final):
        _refuse_handlers(errors)
        if not input:
            return "", 0
        input = bytes(input)
        try:
            labels = input.decode("ascii").split(".")
        except UnicodeDecodeError as error:
            raise UnicodeDecodeError("idna", input, error.start, error.end, error.reason)
        end = ""
        if not labels[-1] or not final:
            labels.pop()
            end = "." if labels else ""
        decoded = ".".join(_decode_labels(input, labels)) + end
        return decoded, len(".".join(labels)) + len(end)


class StreamWriter(Codec, codecs.StreamWriter):
    """Writes names."""


class StreamReader(Codec, codecs.StreamReader):
    """Reads names."""


def getregentry():
    """What the registry of encodings keeps."""
    return codecs.CodecInfo(name="idna", encode=Codec().encode, decode=Codec().decode, incrementalencoder=IncrementalEncoder,
                            incrementaldecoder=IncrementalDecoder, streamwriter=StreamWriter, streamreader=StreamReader)
