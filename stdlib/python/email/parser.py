"""Reads messages."""

import re

from email import errors
from email._policybase import compat32

__all__ = ["Parser", "HeaderParser", "BytesParser", "BytesHeaderParser", "FeedParser", "BytesFeedParser"]


def _message_class(policy):
    from email.message import EmailMessage, Message
    if policy.message_factory is not None:
        return policy.message_factory
    return Message if policy is compat32 or type(policy).__name__ == "Compat32" else EmailMessage


def _make(factory, policy):
    try:
        return factory(policy=policy)
    except TypeError:
        return factory()


def _parse(text, factory, policy, headers_only=False):
    message = _make(factory, policy)
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    index = 0
    header = []

    def store():
        if header:
            message.set_raw(*policy.header_source_parse(header))
            header.clear()
    while index < len(lines):
        line = lines[index]
        if not line.rstrip("\r\n"):
            index += 1
            break
        if line[0] in " \t":
            if header:
                header.append(line)
            else:
                policy.handle_defect(message, errors.FirstHeaderLineIsContinuationDefect(line))
        elif line.startswith("From ") and index == 0:
            message.set_unixfrom(line.rstrip("\r\n"))
        elif re.match(r"[^\s:]+[ \t]*:", line) or re.match(r"[!-9;-~]+:", line):
            store()
            header.append(line)
        elif line[0] == ":":
            # A line without a name is left out.
            store()
            policy.handle_defect(message, errors.InvalidHeaderDefect("Missing header name."))
        else:
            policy.handle_defect(message, errors.MissingHeaderBodySeparatorDefect())
            break
        index += 1
    store()
    body = lines[index:]
    if headers_only:
        message.set_payload("".join(body))
        return message
    maintype = message.get_content_maintype()
    if maintype == "multipart":
        _parse_parts(message, body, factory, policy)
    elif maintype == "message" and message.get_content_subtype() != "delivery-status":
        message.set_payload([_parse("".join(body), factory, policy)])
    else:
        message.set_payload("".join(body))
    return message


def _parse_parts(message, lines, factory, policy):
    boundary = message.get_boundary()
    if boundary is None:
        policy.handle_defect(message, errors.NoBoundaryInMultipartDefect())
        message.set_payload("".join(lines))
        policy.handle_defect(message, errors.MultipartInvariantViolationDefect())
        return
    delimiter = re.compile("(--" + re.escape(boundary) + r")(?P<end>--)?[ \t]*(\r\n|\r|\n)?$")
    pieces, current, preamble, epilogue = [], [], None, None
    is_inside = is_over = False
    for line in lines:
        match = None if is_over else delimiter.match(line)
        if not match:
            current.append(line)
            continue
        text = re.sub(r"(\r\n|\r|\n)\Z", "", "".join(current))  # the line end before it belongs to the delimiter
        if not is_inside:
            preamble = text if current else None
            is_inside = True
        else:
            pieces.append(text)
        current = []
        is_over = bool(match["end"])
    if not is_inside:
        policy.handle_defect(message, errors.StartBoundaryNotFoundDefect())
        message.set_payload("".join(lines))
        policy.handle_defect(message, errors.MultipartInvariantViolationDefect())
        return
    if is_over:
        epilogue = "".join(current)
    else:
        pieces.append("".join(current))
        policy.handle_defect(message, errors.CloseBoundaryNotFoundDefect())
    message.preamble = preamble
    message.epilogue = epilogue
    digest = message.get_content_subtype() == "digest"
    message.set_payload([])
    for piece in pieces:
        part = _parse(piece, factory, policy)
        if digest:
            part.set_default_type("message/rfc822")
        message.attach(part)


class FeedParser:
    """Is fed a message piece by piece; close() gives it."""

    def __init__(self, _factory=None, *, policy=compat32):
        self.policy = policy
        self._factory = _factory or _message_class(policy)
        self._pieces = []

    def feed(self, data):
        """Take a piece."""
        self._pieces.append(data)

    def close(self):
        """The message."""
        return _parse("".join(self._pieces), self._factory, self.policy)


class BytesFeedParser(FeedParser):
    """The same for bytes."""

    def feed(self, data):
        super().feed(data.decode("ascii", "surrogateescape"))


class Parser:
    """Reads messages from text."""

    def __init__(self, _class=None, *, policy=compat32):
        self._class = _class or _message_class(policy)
        self.policy = policy

    def parse(self, fp, headersonly=False):
        """The message in a text file."""
        return self.parsestr(fp.read(), headersonly)

    def parsestr(self, text, headersonly=False):
        """The message in a str."""
        return _parse(text, self._class, self.policy, headersonly)


class HeaderParser(Parser):
    """Reads only headers; the rest is one text."""

    def parse(self, fp, headersonly=True):
        return Parser.parse(self, fp, True)

    def parsestr(self, text, headersonly=True):
        return Parser.parsestr(self, text, True)


class BytesParser:
    """Reads messages from bytes."""

    def __init__(self, *args, **kw):
        self.parser = Parser(*args, **kw)

    def parse(self, fp, headersonly=False):
        """The message in a binary file."""
        return self.parsebytes(fp.read(), headersonly)

    def parsebytes(self, text, headersonly=False):
        """The message in bytes."""
        return self.parser.parsestr(text.decode("ascii", "surrogateescape"), headersonly)


class BytesHeaderParser(BytesParser):
    """Reads only headers; the rest is one text."""

    def parse(self, fp, headersonly=True):
        return BytesParser.parse(self, fp, True)

    def parsebytes(self, text, headersonly=True):
        return BytesParser.parsebytes(self, text, True)
