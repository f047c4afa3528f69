"""Text for XML, a handler that writes documents, and a filter between a parser and its handlers."""

import codecs
import functools
import io
import os

from xml.sax import handler, xmlreader


def _replaced(text, entities):
    for old, new in entities.items():
        text = text.replace(old, new)
    return text


def escape(data, entities={}):
    """Replace &, < and >, and further texts by those in a dict."""
    return _replaced(data.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;"), entities)


def unescape(data, entities={}):
    """Take back what escape() did."""
    return _replaced(data.replace("&lt;", "<").replace("&gt;", ">"), entities).replace("&amp;", "&")


def quoteattr(data, entities={}):
    """escape() a text and put it into quotes, as the value of an attribute."""
    data = escape(data, {**entities, "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    if '"' not in data:
        return f'"{data}"'
    if "'" not in data:
        return f"'{data}'"
    return '"%s"' % data.replace('"', "&quot;")


def _text_writer(out, encoding):
    # A stream of text for whatever can be written to; it does not close what it was given.
    if out is None:
        import sys
        return sys.stdout
    if isinstance(out, (io.TextIOBase, codecs.StreamWriter, codecs.StreamReaderWriter)):
        return out
    if isinstance(out, io.RawIOBase):
        # The stream may take a part only of what it is given.
        class Kept(io.RawIOBase):
            def writable(self):
                return True

            def write(self, data):
                return out.write(data)
        buffer = io.BufferedWriter(Kept())
    else:
        buffer = _Bytes(out)
    return io.TextIOWrapper(buffer, encoding=encoding, errors="xmlcharrefreplace", newline="\n", write_through=True)


class _Bytes(io.BufferedIOBase):
    """What has at least a method write(), for TextIOWrapper."""

    def __init__(self, out):
        self._out = out

    def writable(self):
        return True

    def write(self, data):
        self._out.write(data)
        return len(data)

    def flush(self):
        flush = getattr(self._out, "flush", None)
        if flush is not None and not getattr(self._out, "closed", False):
            flush()


class XMLGenerator(handler.ContentHandler):
    """Writes what it is told as a document."""

    def __init__(self, out=None, encoding="iso-8859-1", short_empty_elements=False):
        super().__init__()
        out = _text_writer(out, encoding)
        self._write = out.write
        self._flush = out.flush
        self._out = out
        self._scopes = [{}]      # of prefixes by namespace
        self._new_namespaces = []
        self._encoding = encoding
        self._short_empty_elements = short_empty_elements
        self._pending = False    # a start tag whose end is not written yet

    def _qname(self, name):
        namespace, local = name
        if not namespace:
            return local
        if namespace == "http://www.w3.org/XML/1998/namespace":
            return "xml:" + local
        prefix = self._scopes[-1][namespace]
        return f"{prefix}:{local}" if prefix else local

    def _finish(self):
        if self._pending:
            self._write(">")
            self._pending = False

    def _open(self, name, attributes):
        self._finish()
        self._write("<" + name)
        for attribute, value in attributes:
            self._write(f" {attribute}={quoteattr(value)}")
        if self._short_empty_elements:
            self._pending = True
        else:
            self._write(">")

    def _close(self, name):
        if self._pending:
            self._write("/>")
            self._pending = False
        else:
            self._write(f"</{name}>")

    def startDocument(self):
        self._write(f'<?xml version="1.0" encoding="{self._encoding}"?>\n')

    def endDocument(self):
        self._flush()

    def startPrefixMapping(self, prefix, uri):
        self._scopes.append({**self._scopes[-1], uri: prefix})
        self._new_namespaces.append((prefix, uri))

    def endPrefixMapping(self, prefix):
        self._scopes.pop()

    def startElement(self, name, attrs):
        self._open(name, attrs.items())

    def endElement(self, name):
        self._close(name)

    def startElementNS(self, name, qname, attrs):
        declared = [(f"xmlns:{prefix}" if prefix else "xmlns", uri) for prefix, uri in self._new_namespaces]
        self._new_namespaces = []
        self._open(self._qname(name), declared + [(self._qname(key), value) for key, value in attrs.items()])

    def endElementNS(self, name, qname):
        self._close(self._qname(name))

    def _text(self, content):
        return content if isinstance(content, str) else str(content, self._encoding)

    def characters(self, content):
        if content:
            self._finish()
            self._write(escape(self._text(content)))

    def ignorableWhitespace(self, content):
        if content:
            self._finish()
            self._write(self._text(content))

    def processingInstruction(self, target, data):
        self._finish()
        self._write(f"<?{target} {data}?>")


class XMLFilterBase(xmlreader.XMLReader):
    """Stands between a reader and handlers, and passes everything on. A subclass changes what it wants to."""

    def __init__(self, parent=None):
        super().__init__()
        self._parent = parent

    def parse(self, source):
        parent = self._parent
        for tell in parent.setContentHandler, parent.setErrorHandler, parent.setEntityResolver, parent.setDTDHandler:
            tell(self)
        parent.parse(source)

    def getParent(self):
        return self._parent

    def setParent(self, parent):
        self._parent = parent


def _passing_on(attribute, method):
    """A method that passes a call on to what stands in an attribute; its signature is that of the method there."""
    name = method.__name__

    @functools.wraps(method)
    def passing(self, *arguments, **keywords):
        return getattr(getattr(self, attribute), name)(*arguments, **keywords)

    passing.__qualname__ = f"XMLFilterBase.{name}"
    return passing


for _attribute, _kind, _names in (
    ("_err_handler", handler.ErrorHandler, "error fatalError warning"),
    ("_cont_handler", handler.ContentHandler, "setDocumentLocator startDocument endDocument startPrefixMapping endPrefixMapping "
     "startElement endElement startElementNS endElementNS characters ignorableWhitespace processingInstruction skippedEntity"),
    ("_dtd_handler", handler.DTDHandler, "notationDecl unparsedEntityDecl"),
    ("_ent_handler", handler.EntityResolver, "resolveEntity"),
    ("_parent", xmlreader.XMLReader, "setLocale getFeature setFeature getProperty setProperty"),
):
    for _name in _names.split():
        setattr(XMLFilterBase, _name, _passing_on(_attribute, getattr(_kind, _name)))
del _attribute, _kind, _names, _name


def prepare_input_source(source, base=""):
    """An InputSource with an open stream for a file name, address, path, file or InputSource."""
    import urllib.parse
    if isinstance(source, os.PathLike):
        source = os.fspath(source)
    if isinstance(source, str):
        source = xmlreader.InputSource(source)
    elif hasattr(source, "read"):
        file = source
        source = xmlreader.InputSource()
        if isinstance(file.read(0), str):
            source.setCharacterStream(file)
        else:
            source.setByteStream(file)
        if isinstance(getattr(file, "name", None), str):
            source.setSystemId(file.name)
    if source.getCharacterStream() is None and source.getByteStream() is None:
        name = source.getSystemId()
        path = os.path.join(os.path.dirname(os.path.normpath(base)), name)
        if os.path.isfile(path):
            source.setSystemId(path)
            source.setByteStream(open(path, "rb"))
        else:
            import urllib.request
            source.setSystemId(urllib.parse.urljoin(base, name))
            source.setByteStream(urllib.request.urlopen(source.getSystemId()))
    return source
