from xml.parsers import expat
import sys, io

def h(name):

    def f(*a):
        print(name, a)
        return 1
    return f
p = expat.ParserCreate()
for n in dir(p):
    if n.endswith("Handler") and n not in ("DefaultHandler",):
        setattr(p, n, h(n))
p.buffer_text = True
p.SetBase("/base")
print(p.GetBase())
doc = '<?xml version="1.0" standalone="no"?>\n<!DOCTYPE quotations SYSTEM "quotations.dtd" [\n<!ELEMENT root (a|b*)+>\n<!ATTLIST root attr CDATA #IMPLIED>\n<!NOTATION notation SYSTEM "notation.jpeg">\n<!ENTITY acirc "&#226;">\n<!ENTITY external_entity SYSTEM "entity.file">\n<!ENTITY unparsed_entity SYSTEM "entity.file" NDATA notation>\n%unparsed_entity;\n]>\n<root attr1="value1" attr2="value2&#8000;">\n<?xml-stylesheet href="stylesheet.css"?><!-- comment data --><sub/>\n&external_entity;&skipped_entity;&acirc;<![CDATA[contents ]]>\n</root>\n'
print(p.Parse(doc, True))
p = expat.ParserCreate(namespace_separator="!")
p.StartElementHandler = h("start")
p.StartNamespaceDeclHandler = h("ns")
p.ordered_attributes = True
p.namespace_prefixes = True
p.ParseFile(io.BytesIO(b"<a:x xmlns:a='u' a:k='1' l='2'><b/></a:x>"))
print(p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex, p.ErrorCode, p.buffer_size, p.buffer_text, p.buffer_used, p.intern is not None)
for t in ("<a", "<a>\n  <b></a>", "nope"):
    p = expat.ParserCreate()
    try:
        p.Parse(t, True)
    except expat.ExpatError as e:
        print(e, e.code, e.lineno, e.offset, expat.ErrorString(e.code), expat.errors.messages[e.code], expat.errors.codes[expat.errors.XML_ERROR_SYNTAX])
p = expat.ParserCreate()

def boom(*a):
    raise ValueError("boom")
p.StartElementHandler = boom
try:
    p.Parse("<a/>")
except ValueError as e:
    print(e)
for f in (lambda: expat.ParserCreate(namespace_separator="ab"), lambda: expat.ParserCreate(3), lambda: p.Parse(3), lambda: p.ParseFile(3), lambda: setattr(p, "buffer_size", 0), lambda: setattr(p, "nope", 0), lambda: expat.ParserCreate(intern=3)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(type(p), expat.XMLParserType, expat.error is expat.ExpatError, expat.ExpatError, expat.model.XML_CTYPE_SEQ, expat.native_encoding, expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
p = expat.ParserCreate()
p.CharacterDataHandler = h("cd")
p.Parse("<a>x&amp;y\nz</a>", 1)
import xml.parsers.expat.errors
