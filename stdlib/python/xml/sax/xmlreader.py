"""What parsers of xml.sax are: readers, where they are in a document, where that comes from, and attributes."""

from xml.sax import handler
from xml.sax._exceptions import SAXNotRecognizedException, SAXNotSupportedException


class XMLReader:
    """Reads a document and tells its handlers. A subclass parses."""

    def __init__(self):
        self._cont_handler = handler.ContentHandler()
        self._dtd_handler = handler.DTDHandler()
        self._ent_handler = handler.EntityResolver()
        self._err_handler = handler.ErrorHandler()

    def parse(self, source):
        """Read a document: a file name, address, file, path or InputSource."""
        raise NotImplementedError("This method must be implemented!")

    def getContentHandler(self):
        return self._cont_handler

    def setContentHandler(self, handler):
        self._cont_handler = handler

    def getDTDHandler(self):
        return self._dtd_handler

    def setDTDHandler(self, handler):
        self._dtd_handler = handler

    def getEntityResolver(self):
        return self._ent_handler

    def setEntityResolver(self, resolver):
        self._ent_handler = resolver

    def getErrorHandler(self):
        return self._err_handler

    def setErrorHandler(self, handler):
        self._err_handler = handler

    def setLocale(self, locale):
        raise SAXNotSupportedException("Locale support not implemented")

    def getFeature(self, name):
        raise SAXNotRecognizedException("Feature '%s' not recognized" % name)

    def setFeature(self, name, state):
        raise SAXNotRecognizedException("Feature '%s' not recognized" % name)

    def getProperty(self, name):
        raise SAXNotRecognizedException("Property '%s' not recognized" % name)

    def setProperty(self, name, value):
        raise SAXNotRecognizedException("Property '%s' not recognized" % name)


class IncrementalParser(XMLReader):
    """A reader that can be given a document in parts: feed(), close(), reset()."""

    def __init__(self, bufsize=2**16):
        self._bufsize = bufsize
        super().__init__()

    def parse(self, source):
        from xml.sax import saxutils
        source = saxutils.prepare_input_source(source)
        self.prepareParser(source)
        file = source.getCharacterStream() or source.getByteStream()
        while part := file.read(self._bufsize):
            self.feed(part)
        self.close()

    def feed(self, data):
        raise NotImplementedError("This method must be implemented!")

    def prepareParser(self, source):
        """Called before the first feed()."""
        raise NotImplementedError("prepareParser must be overridden!")

    def close(self):
        raise NotImplementedError("This method must be implemented!")

    def reset(self):
        raise NotImplementedError("This method must be implemented!")


class Locator:
    """Where a parser is."""

    def getColumnNumber(self):
        return -1

    def getLineNumber(self):
        return -1

    def getPublicId(self):
        return None

    def getSystemId(self):
        return None


class InputSource:
    """Where a document comes from: a stream of text or bytes, or a system identifier; its encoding and public identifier."""

    def __init__(self, system_id=None):
        self._system_id = system_id
        self._public_id = self._encoding = self._bytes = self._characters = None

    def getSystemId(self):
        return self._system_id

    def setSystemId(self, system_id):
        self._system_id = system_id

    def getPublicId(self):
        return self._public_id

    def setPublicId(self, public_id):
        self._public_id = public_id

    def getEncoding(self):
        return self._encoding

    def setEncoding(self, encoding):
        self._encoding = encoding

    def getByteStream(self):
        return self._bytes

    def setByteStream(self, bytefile):
        self._bytes = bytefile

    def getCharacterStream(self):
        return self._characters

    def setCharacterStream(self, charfile):
        self._characters = charfile


class AttributesImpl:
    """The attributes of an element, by name."""

    def __init__(self, attrs):
        self._attrs = attrs

    # As a mapping, whose views are lists.

    def __len__(self):
        return len(self._attrs)

    def __contains__(self, name):
        return name in self._attrs

    def __getitem__(self, name):
        return self._attrs[name]

    def get(self, name, alternative=None):
        return self._attrs.get(name, alternative)

    def keys(self):
        return list(self._attrs)

    def values(self):
        return list(self._attrs.values())

    def items(self):
        return list(self._attrs.items())

    def copy(self):
        return type(self)(self._attrs)

    # As SAX has it. Here a name is what is written.

    def getNames(self):
        return list(self._attrs)

    def getLength(self):
        return len(self._attrs)

    def getValue(self, name):
        return self._attrs[name]

    def getType(self, name):
        return "CDATA"

    def getNameByQName(self, name):
        if name in self._attrs:
            return name
        raise KeyError(name)

    def getQNames(self):
        return self.getNames()

    def getQNameByName(self, name):
        return self.getNameByQName(name)

    def getValueByQName(self, name):
        return self.getValue(name)


class AttributesNSImpl(AttributesImpl):
    """The attributes of an element, by (namespace, local name); qnames has the names as they are written."""

    def __init__(self, attrs, qnames):
        super().__init__(attrs)
        self._qnames = qnames

    def copy(self):
        return type(self)(self._attrs, self._qnames)

    def getNameByQName(self, name):
        names = [key for key, written in self._qnames.items() if written == name]
        if not names:
            raise KeyError(name)
        return names[0]

    def getQNames(self):
        return list(self._qnames.values())

    def getQNameByName(self, name):
        return self._qnames[name]

    def getValueByQName(self, name):
        return self._attrs[self.getNameByQName(name)]
