import io
import os
import tempfile
import xml.sax
from xml.sax import handler, xmlreader

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY own "of its own"> <!NOTATION gif SYSTEM "viewer"> <!ENTITY pic SYSTEM "a.gif" NDATA gif>]>
<list xmlns:p="urn:p" kind="short"><!-- a comment --><p:item p:no="1" b="2">one &amp; &own;</p:item>
<?target some data?><item/><![CDATA[<raw>]]></list>
"""


class Teller(handler.ContentHandler, handler.LexicalHandler, handler.DTDHandler):
    def __getattribute__(self, name):
        if name not in ALL:
            return object.__getattribute__(self, name)

        def tell(*args):
            shown = [sorted(arg.items(), key=str) if isinstance(arg, xmlreader.AttributesImpl) else arg for arg in args]
            print(" ", name, *("Locator" if isinstance(arg, xmlreader.Locator) else arg for arg in shown))
        return tell


ALL = {name for cls in (handler.ContentHandler, handler.LexicalHandler, handler.DTDHandler) for name in vars(cls) if name[0] != "_"}
teller = Teller()
for namespaces in (0, 1):
    parser = xml.sax.make_parser()
    parser.setContentHandler(teller)
    parser.setDTDHandler(teller)
    parser.setProperty(handler.property_lexical_handler, teller)
    parser.setFeature(handler.feature_namespaces, namespaces)
    print("namespaces", parser.getFeature(handler.feature_namespaces))
    parser.parse(io.StringIO(DOCUMENT))


class Collector(xml.sax.ContentHandler):
    def startDocument(self):
        self.lines, self.text = [], []

    def startElement(self, name, attrs):
        self.lines.append((name, self._locator.getLineNumber(), self._locator.getColumnNumber(), dict(attrs)))

    def characters(self, content):
        self.text.append(content)


collector = Collector()
for source in ("<a x='1'>\n<b/>t</a>", b"<a x='1'>\n<b/>t</a>", "<?xml version='1.0' encoding='latin-1'?><\xe9/>".encode("latin-1")):
    xml.sax.parseString(source, collector)
    print(collector.lines, collector.text)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file.xml")
    with open(path, "w") as file:
        file.write("<from-a-file/>")
    xml.sax.parse(path, collector)
    print(collector.lines)
    with open(path, "rb") as file:
        xml.sax.parse(file, collector)
    print(collector.lines)
parser = xml.sax.make_parser()
parser.setContentHandler(collector)
collector.setDocumentLocator(parser)
for part in ("<a", " b='c'", "><d", "/></a", ">"):
    parser.feed(part)
parser.close()
print(collector.lines)
for broken in ("<a>", "<a></b>", "no xml", "", "<a>&undefined;</a>", "<a b='1' b='2'/>"):
    try:
        xml.sax.parseString(broken, collector)
    except xml.sax.SAXParseException as error:
        print(error, "|", error.getLineNumber(), error.getColumnNumber(), error.getMessage(), error.getSystemId())
for wrong in (lambda: parser.setFeature("nothing", 1), lambda: parser.setFeature(handler.feature_validation, 1),
              lambda: parser.getProperty("nothing"), lambda: parser.setFeature(handler.feature_namespace_prefixes, 1)):
    try:
        wrong()
    except xml.sax.SAXException as error:
        print(type(error).__name__, "" if "expat does" in str(error) else error)
attributes = xmlreader.AttributesNSImpl({("urn:p", "a"): "1", (None, "b"): "2"}, {("urn:p", "a"): "p:a", (None, "b"): "b"})
print(len(attributes), attributes.getValueByQName("p:a"), attributes.getNameByQName("b"), attributes.getQNames(), attributes[None, "b"],
      attributes.getQNameByName(("urn:p", "a")), attributes.get("c", 3), attributes.copy().items() == attributes.items())
