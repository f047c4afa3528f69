"""The policies: default for new programs, SMTP and HTTP with \\r\\n, strict, and compat32."""

import re

from email._policybase import Compat32, Policy, compat32

__all__ = ["Compat32", "compat32", "Policy", "EmailPolicy", "default", "strict", "SMTP", "HTTP"]

_SINGLE = {"bcc", "cc", "content-disposition", "content-transfer-encoding", "content-type", "date", "from", "in-reply-to", "message-id",
           "mime-version", "references", "reply-to", "sender", "subject", "to"}


class EmailPolicy(Policy):
    """Values are given out with encoded words decoded; addresses and dates may be given as objects."""

    content_manager = None

    def header_max_count(self, name):
        return 1 if name.lower() in _SINGLE else None

    def header_store_parse(self, name, value):
        import datetime
        if isinstance(value, datetime.datetime):
            from email.utils import format_datetime
            return name, format_datetime(value)
        if isinstance(value, (list, tuple)):
            value = ", ".join(map(str, value))
        value = str(value)
        if len(value.splitlines()) > 1:
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        return name, value

    def header_fetch_parse(self, name, value):
        from email.header import decode_words
        return decode_words(re.sub(r"\r?\n", "", value)) if "=?" in value else re.sub(r"\r?\n", "", value)

    def fold(self, name, value):
        from email.header import encode_word, fold_words
        value = re.sub(r"\r?\n", "", value)
        if not value.isascii() and not self.utf8:
            value = encode_word(value, name)
        return name + ":" + fold_words(" " + value, len(name) + 1, self.max_line_length, self.linesep) + self.linesep


default = EmailPolicy()
strict = default.clone(raise_on_defect=True)
SMTP = default.clone(linesep="\r\n")
HTTP = default.clone(linesep="\r\n", max_line_length=None)
SMTPUTF8 = SMTP.clone(utf8=True)
