"""The parser of xml.sax: libexpat's, under the interface of xmlreader."""

import weakref

from xml.parsers import expat
from xml.sax import _exceptions, handler, saxutils, xmlreader

version = "0.20"
AttributesImpl = xmlreader.AttributesImpl
AttributesNSImpl = xmlreader.AttributesNSImpl


# What libexpat, or this use of it, cannot do.
_REFUSED = {
    handler.feature_validation: "expat does not support validation",
    handler.feature_external_pes: "expat does not read external parameter entities",
    handler.feature_namespace_prefixes: "expat does not report namespace prefixes",
}


class ExpatLocator(xmlreader.Locator):
    """Where an ExpatParser is, as long as that lives."""

    def __init__(self, parser):
        self._parser = weakref.ref(parser)

    def _ask(self, method, otherwise):
        parser = self._parser()
        return otherwise if parser is None else getattr(parser, method)()

    def getColumnNumber(self):
        return self._ask("getColumnNumber", None)

    def getLineNumber(self):
        return self._ask("getLineNumber", 1)

    def getPublicId(self):
        return self._ask("getPublicId", None)

    def getSystemId(self):
        return self._ask("getSystemId", None)


class ExpatParser(xmlreader.IncrementalParser, xmlreader.Locator):
    """Parses with libexpat. Other documents are read only with the feature external-general-entities."""

    def __init__(self, namespaceHandling=0, bufsize=2**16 - 20):
        super().__init__(bufsize)
        self._source, self._parser = xmlreader.InputSource(), None
        self._parsing, self._entity_stack = False, []
        # Features and properties.
        self._namespaces, self._external_ges = namespaceHandling, 0
        self._lex_handler_prop = self._interning = None

    # --- Reading

    def parse(self, source):
        self._source = saxutils.prepare_input_source(source)
        try:
            self.reset()
            self._cont_handler.setDocumentLocator(ExpatLocator(self))
            super().parse(self._source)
        except:
            self._close_source()
            raise

    def prepareParser(self, source):
        base = source.getSystemId()
        if base is not None:
            self._parser.SetBase(base)

    def feed(self, data, isFinal=False):
        """Take a part of the document, as text or bytes."""
        if not self._parsing:
            self.reset()
            self._parsing = True
            self._cont_handler.startDocument()
        self._parse(data, isFinal)

    def _parse(self, data, is_final):
        try:
            self._parser.Parse(data, is_final)
        except expat.error as error:
            self._err_handler.fatalError(_exceptions.SAXParseException(expat.ErrorString(error.code), error, self))

    def flush(self):
        """Handle what libexpat holds back until more of a token has come."""
        parser = self._parser
        if parser is not None:
            puts_off = parser.GetReparseDeferralEnabled()
            parser.SetReparseDeferralEnabled(False)
            try:
                self._parse(b"", False)
            finally:
                parser.SetReparseDeferralEnabled(puts_off)

    def close(self):
        """The document ends here."""
        if self._entity_stack or self._parser is None or isinstance(self._parser, _Closed):
            return
        try:
            self.feed(b"", isFinal=True)
            self._cont_handler.endDocument()
        finally:
            if self._parser is not None:
                # Where it stopped can still be asked for.
                self._parser = _Closed(self._parser.ErrorColumnNumber, self._parser.ErrorLineNumber)
            self._parsing = False
            self._close_source()

    def _close_source(self):
        file = self._source.getCharacterStream()
        if file is not None:
            try:
                file.close()
            finally:
                self._source.setCharacterStream(None)
        file = self._source.getByteStream()
        if file is not None:
            try:
                file.close()
            finally:
                self._source.setByteStream(None)

    def reset(self):
        """Be ready for another document."""
        if self._namespaces:
            self._parser = expat.ParserCreate(self._source.getEncoding(), " ", intern=self._interning)
            self._parser.namespace_prefixes = 1
            self._parser.StartElementHandler = self.start_element_ns
            self._parser.EndElementHandler = self.end_element_ns
        else:
            self._parser = expat.ParserCreate(self._source.getEncoding(), intern=self._interning)
            self._parser.StartElementHandler = self.start_element
            self._parser.EndElementHandler = self.end_element
        parser = self._parser
        parser.ProcessingInstructionHandler = lambda *args: self._cont_handler.processingInstruction(*args)
        parser.CharacterDataHandler = lambda data: self._cont_handler.characters(data)
        parser.UnparsedEntityDeclHandler = lambda name, base, system, public, notation: self._dtd_handler.unparsedEntityDecl(
            name, public, system, notation)
        parser.NotationDeclHandler = lambda name, base, system, public: self._dtd_handler.notationDecl(name, public, system)
        parser.StartNamespaceDeclHandler = lambda prefix, uri: self._cont_handler.startPrefixMapping(prefix, uri)
        parser.EndNamespaceDeclHandler = lambda prefix: self._cont_handler.endPrefixMapping(prefix)
        parser.ExternalEntityRefHandler = self.external_entity_ref
        parser.SkippedEntityHandler = self.skipped_entity_handler
        self._reset_lex_handler_prop()
        self._parsing = False
        self._entity_stack = []

    def _reset_lex_handler_prop(self):
        lexical, parser = self._lex_handler_prop, self._parser
        parser.CommentHandler = lexical and lexical.comment
        parser.StartCdataSectionHandler = lexical and lexical.startCDATA
        parser.EndCdataSectionHandler = lexical and lexical.endCDATA
        parser.StartDoctypeDeclHandler = lexical and (lambda name, system, public, has_subset: lexical.startDTD(name, public, system))
        parser.EndDoctypeDeclHandler = lexical and lexical.endDTD

    # --- Where it is

    def getColumnNumber(self):
        return None if self._parser is None else self._parser.ErrorColumnNumber

    def getLineNumber(self):
        return 1 if self._parser is None else self._parser.ErrorLineNumber

    def getPublicId(self):
        return self._source.getPublicId()

    def getSystemId(self):
        return self._source.getSystemId()

    # --- Features and properties

    def getFeature(self, name):
        features = {
            handler.feature_namespaces: self._namespaces,
            handler.feature_string_interning: self._interning is not None,
            handler.feature_external_ges: self._external_ges,
            # What libexpat does not do.
            handler.feature_validation: 0, handler.feature_external_pes: 0, handler.feature_namespace_prefixes: 0,
        }
        if name not in features:
            raise _exceptions.SAXNotRecognizedException("Feature '%s' not recognized" % name)
        return features[name]

    def setFeature(self, name, state):
        if self._parsing:
            raise _exceptions.SAXNotSupportedException("Cannot set features while parsing")
        if name == handler.feature_namespaces:
            self._namespaces = state
        elif name == handler.feature_external_ges:
            self._external_ges = state
        elif name == handler.feature_string_interning:
            self._interning = ({} if self._interning is None else self._interning) if state else None
        elif name in _REFUSED:
            if state:
                raise _exceptions.SAXNotSupportedException(_REFUSED[name])
        else:
            raise _exceptions.SAXNotRecognizedException("Feature '%s' not recognized" % name)

    def getProperty(self, name):
        if name == handler.property_lexical_handler:
            return self._lex_handler_prop
        if name == handler.property_interning_dict:
            return self._interning
        if name == handler.property_xml_string:
            if self._parser is not None and hasattr(self._parser, "GetInputContext"):
                return self._parser.GetInputContext()
            raise _exceptions.SAXNotRecognizedException("XML string is available only during parsing")
        raise _exceptions.SAXNotRecognizedException("Property '%s' not recognized" % name)

    def setProperty(self, name, value):
        if name == handler.property_lexical_handler:
            self._lex_handler_prop = value
            if self._parsing:
                self._reset_lex_handler_prop()
        elif name == handler.property_interning_dict:
            self._interning = value
        elif name == handler.property_xml_string:
            raise _exceptions.SAXNotSupportedException("Property '%s' cannot be set" % name)
        else:
            raise _exceptions.SAXNotRecognizedException("Property '%s' not recognized" % name)

    # --- What libexpat tells

    def start_element(self, name, attrs):
        self._cont_handler.startElement(name, AttributesImpl(attrs))

    def end_element(self, name):
        self._cont_handler.endElement(name)

    @staticmethod
    def _split(name):
        # libexpat's "namespace local prefix" as ((namespace, local), name as written).
        parts = name.split()
        if len(parts) == 1:
            return (None, name), None
        if len(parts) == 3:
            return (parts[0], parts[1]), f"{parts[2]}:{parts[1]}"
        return tuple(parts), None

    def start_element_ns(self, name, attrs):
        values, qnames = {}, {}
        for written, value in attrs.items():
            key, qname = self._split(written)
            values[key] = value
            qnames[key] = qname or key[1]
        self._cont_handler.startElementNS(self._split(name)[0], None, AttributesNSImpl(values, qnames))

    def end_element_ns(self, name):
        self._cont_handler.endElementNS(self._split(name)[0], None)

    def external_entity_ref(self, context, base, sysid, pubid):
        if not self._external_ges:
            return 1
        source = saxutils.prepare_input_source(self._ent_handler.resolveEntity(pubid, sysid), self._source.getSystemId() or "")
        self._entity_stack.append((self._parser, self._source))
        self._parser = self._parser.ExternalEntityParserCreate(context)
        self._source = source
        try:
            xmlreader.IncrementalParser.parse(self, source)
        except Exception:
            return 0
        finally:
            self._parser, self._source = self._entity_stack.pop()
        return 1

    def skipped_entity_handler(self, name, is_pe):
        self._cont_handler.skippedEntity("%" + name if is_pe else name)


class _Closed:
    """Where a parser stood at its end."""

    def __init__(self, column, line):
        self.ErrorColumnNumber, self.ErrorLineNumber = column, line


def create_parser(*args, **kwargs):
    return ExpatParser(*args, **kwargs)
