"""What urllib.request raises."""

import io
import urllib.response

__all__ = ["URLError", "HTTPError", "ContentTooShortError"]


class URLError(OSError):
    """An address could not be fetched; `reason` says why."""

    def __init__(self, reason, filename=None):
        self.reason = reason
        self.args = (reason,)
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError, urllib.response.addinfourl):
    """The server answered with an error; the object is the answer, too."""

    def __init__(self, url, code, msg, hdrs, fp):
        self.msg, self.code, self.hdrs = msg, code, hdrs
        self.filename = url
        self.fp = io.BytesIO() if fp is None else fp
        urllib.response.addinfourl.__init__(self, self.fp, hdrs, url, code)

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"

    def __repr__(self):
        return f"<HTTPError {self.code}: {self.msg!r}>"

    def _set_headers(self, headers):
        self.hdrs = headers

    headers = property(lambda self: self.hdrs, _set_headers, doc="The headers of the answer.")
    reason = property(lambda self: self.msg, doc="What the server says.")


class ContentTooShortError(URLError):
    """Less came than was announced."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
