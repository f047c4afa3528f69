"""Encodings that the virtual machine does not know: found by name, made when they are asked for."""

import codecs
from encodings import aliases

__all__ = ["CodecRegistryError", "normalize_encoding", "search_function"]


class CodecRegistryError(LookupError, SystemError):
    """A codec that cannot be used."""


def normalize_encoding(encoding):
    """Return the name with an underscore for each stretch of what is no letter, digit or point."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    characters, gap = [], False
    for character in encoding:
        if character.isalnum() or character == ".":
            if gap and characters:
                characters.append("_")
            if character.isascii():
                characters.append(character)
            gap = False
        else:
            gap = True
    return "".join(characters)


def search_function(encoding):
    """Return the CodecInfo of an encoding, or None."""
    name = normalize_encoding(encoding).lower()
    name = aliases.aliases.get(name) or aliases.aliases.get(name.replace(".", "_")) or name
    if name in codecs._native:
        return codecs._native_codec(codecs._native[name])
    from encodings import _charmaps
    if name in _charmaps.tables:
        return _charmap_codec(*_charmaps.tables[name])
    from encodings import _multibyte
    if name == "windows_31j":
        name = "cp932"
    if name in _multibyte.names:
        return _multibyte.make(name)
    from encodings import _computed
    make = _computed.codecs_by_name.get(name)
    return make() if make else None


def _charmap_codec(name, table):
    encoding_map = codecs.charmap_build(table)

    def encode(input, errors="strict"):
        return codecs.charmap_encode(input, errors, encoding_map)

    def decode(input, errors="strict"):
        return codecs.charmap_decode(input, errors, table)

    return codecs._codec_info(name, encode, decode)
