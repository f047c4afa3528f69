import io
import xml.sax
from xml.sax.saxutils import XMLFilterBase, XMLGenerator, escape, quoteattr, unescape

print(escape("a < b & c > d"), escape("'x' \"y\"", {"'": "&apos;", '"': "&quot;"}), unescape("&lt;&amp;lt;&gt; &apos;", {"&apos;": "'"}))
print(quoteattr("plain"), quoteattr('with "quotes"'), quoteattr("with 'one'"), quoteattr("both ' and \""), quoteattr("a\nb\tc<&>"))
print(escape("&amp;"), unescape("&amp;amp;"))
DOCUMENT = "<?xml version='1.0'?><r xmlns='urn:d' xmlns:p='urn:p' a='1 &lt; 2'><p:e p:b='x'>t\xe9&amp;\u20ac</p:e><?pi data?><empty/></r>"
for namespaces in (0, 1):
    for short in (False, True):
        out = io.StringIO()
        parser = xml.sax.make_parser()
        parser.setFeature(xml.sax.handler.feature_namespaces, namespaces)
        parser.setContentHandler(XMLGenerator(out, encoding="utf-8", short_empty_elements=short))
        parser.parse(io.StringIO(DOCUMENT))
        print(out.getvalue())
out = io.BytesIO()
xml.sax.parseString(DOCUMENT, XMLGenerator(out, "ascii"))
print(out.getvalue(), out.closed)
out = io.BytesIO()
generator = XMLGenerator(out, "utf-8")
generator.startDocument()
generator.startElement("a", {"k": "v\xe9"})
generator.characters("text\u20ac")
generator.ignorableWhitespace("  ")
generator.characters("")
generator.endElement("a")
generator.endDocument()
print(out.getvalue())


class Upper(XMLFilterBase):
    def startElement(self, name, attrs):
        super().startElement(name.upper(), attrs)

    def endElement(self, name):
        super().endElement(name.upper())


out = io.StringIO()
upper = Upper(xml.sax.make_parser())
upper.setContentHandler(XMLGenerator(out))
upper.parse(io.StringIO("<a><b c='d'/></a>"))
print(out.getvalue())
