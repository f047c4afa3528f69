"""What can be wrong with messages."""


class MessageError(Exception):
    """Something is wrong with a message."""


class MessageParseError(MessageError):
    """A message cannot be read."""


class HeaderParseError(MessageParseError):
    """A header cannot be read."""


class BoundaryError(MessageParseError):
    """The line between parts is missing."""


class MultipartConversionError(MessageError, TypeError):
    """A message cannot become one of parts."""


class CharsetError(MessageError):
    """A character set that is not known."""


class HeaderWriteError(MessageError):
    """A header cannot be written."""


class MessageDefect(ValueError):
    """What is wrong with a message that was read all the same."""

    def __init__(self, line=None):
        if line is not None:
            super().__init__(line)
        self.line = line


class NoBoundaryInMultipartDefect(MessageDefect):
    """A message of parts names no line between them."""


class StartBoundaryNotFoundDefect(MessageDefect):
    """The line between parts never came."""


class CloseBoundaryNotFoundDefect(MessageDefect):
    """The line behind the last part never came."""


class FirstHeaderLineIsContinuationDefect(MessageDefect):
    """The first line goes on with a header that never began."""


class MisplacedEnvelopeHeaderDefect(MessageDefect):
    """A line of a mailbox stands among headers."""


class MissingHeaderBodySeparatorDefect(MessageDefect):
    """The text begins without an empty line before it."""


class MultipartInvariantViolationDefect(MessageDefect):
    """A message of parts has none."""


class InvalidMultipartContentTransferEncodingDefect(MessageDefect):
    """Parts may not be encoded together."""


class UndecodableBytesDefect(MessageDefect):
    """A header has bytes that are no ASCII."""


class InvalidBase64PaddingDefect(MessageDefect):
    """Base64 ends too soon."""


class InvalidBase64CharactersDefect(MessageDefect):
    """Base64 has characters that are none of its own."""


class InvalidBase64LengthDefect(MessageDefect):
    """Base64 has a length that cannot be."""


class HeaderDefect(MessageDefect):
    """Something is wrong with a header."""


class InvalidHeaderDefect(HeaderDefect):
    """A header is not what one may be."""
