"""The errors of xml.sax."""


class SAXException(Exception):
    """An error of a parser or of a handler; it may hold another exception."""

    def __init__(self, msg, exception=None):
        self._msg = msg
        self._exception = exception
        super().__init__(msg)

    def getMessage(self):
        return self._msg

    def getException(self):
        """The exception inside, or None."""
        return self._exception

    def __str__(self):
        return self._msg

    def __getitem__(self, ix):
        raise AttributeError("__getitem__")


class SAXParseException(SAXException):
    """An error in a document, and where it is."""

    def __init__(self, msg, exception, locator):
        super().__init__(msg, exception)
        self._locator = locator
        # The locator moves on.
        self._systemId = locator.getSystemId()
        self._colnum = locator.getColumnNumber()
        self._linenum = locator.getLineNumber()

    def getColumnNumber(self):
        return self._colnum

    def getLineNumber(self):
        return self._linenum

    def getPublicId(self):
        return self._locator.getPublicId()

    def getSystemId(self):
        return self._systemId

    def __str__(self):
        place = ["<unknown>" if self._systemId is None else self._systemId, "?" if self._linenum is None else self._linenum,
                 "?" if self._colnum is None else self._colnum]
        return "%s:%s:%s: %s" % (*place, self._msg)


class SAXNotRecognizedException(SAXException):
    """A feature or property has a name that is not known."""


class SAXNotSupportedException(SAXException):
    """A feature or property cannot have this value."""


class SAXReaderNotAvailable(SAXNotSupportedException):
    """There is no parser."""
