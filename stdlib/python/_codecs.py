"""The functions of codecs under the name by which pickles of bytes know them."""

from codecs import decode, encode  # noqa: F401
