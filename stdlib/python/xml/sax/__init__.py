"""Reading XML event by event: parse() and parseString() tell a handler what is in a document.

Thread safety: a parser belongs to one thread at a time. Errors: SAXParseException for what is no XML, raised by the error handler.
"""

from xml.sax._exceptions import (SAXException, SAXNotRecognizedException, SAXNotSupportedException, SAXParseException,
                                 SAXReaderNotAvailable)
from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax.xmlreader import InputSource

default_parser_list = ["xml.sax.expatreader"]


def parse(source, handler, errorHandler=ErrorHandler()):
    """Read a file name, address, path, file or InputSource."""
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setErrorHandler(errorHandler)
    parser.parse(source)


def parseString(string, handler, errorHandler=ErrorHandler()):
    """Read a document that is text or bytes."""
    import io
    if errorHandler is None:
        errorHandler = ErrorHandler()
    source = InputSource()
    if isinstance(string, str):
        source.setCharacterStream(io.StringIO(string))
    else:
        source.setByteStream(io.BytesIO(string))
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setErrorHandler(errorHandler)
    parser.parse(source)


def make_parser(parser_list=()):
    """A parser of the first module in the list that has one, else libexpat's."""
    import importlib
    import sys
    for name in [*parser_list, *default_parser_list]:
        try:
            return importlib.import_module(name).create_parser()
        except ImportError:
            if name in sys.modules:
                raise  # it is there and fails
        except SAXReaderNotAvailable:
            pass  # it is there and knows that it cannot
    raise SAXReaderNotAvailable("No parsers found", None)
