"""Character sets, and how their texts are encoded in mail."""

__all__ = ["Charset", "QP", "BASE64", "SHORTEST"]

QP, BASE64, SHORTEST = 1, 2, 3
DEFAULT_CHARSET = "us-ascii"
_ALIASES = {"latin_1": "iso-8859-1", "latin-1": "iso-8859-1", "ascii": "us-ascii", "utf8": "utf-8"}


class Charset:
    """A character set by name."""

    def __init__(self, input_charset=DEFAULT_CHARSET):
        name = str(input_charset).lower()
        self.input_charset = self.output_charset = _ALIASES.get(name, name)
        self.input_codec = self.output_codec = self.input_charset
        self.header_encoding = None if self.input_charset == "us-ascii" else SHORTEST if self.input_charset == "utf-8" else QP
        self.body_encoding = None if self.input_charset == "us-ascii" else BASE64 if self.input_charset == "utf-8" else QP

    def __str__(self):
        return self.input_charset

    def __repr__(self):
        return self.input_charset

    def __eq__(self, other):
        return str(self) == str(other).lower()

    def __hash__(self):
        return hash(self.input_charset)

    def get_output_charset(self):
        """The name to be written."""
        return self.output_charset

    def get_body_encoding(self):
        """How a text is encoded."""
        return {QP: "quoted-printable", BASE64: "base64"}.get(self.body_encoding, "7bit")
