import xml.etree.ElementTree as ET, io, copy, pickle, sys, warnings, os, tempfile
doc = '<?xml version="1.0"?>\n<!DOCTYPE data SYSTEM "x.dtd">\n<data xmlns:f="http://x/f">\n    <country name="Liechtenstein"><rank>1</rank><year>2008</year><neighbor name="Austria" direction="E"/><neighbor name="Switzerland" direction="W"/></country>\n    <country name="Singapore"><rank>4</rank>tail &amp; more<!-- c --><?pi do it?><f:x f:a="1">ns</f:x></country>\n    <e>é &lt; &#65;<![CDATA[<raw>]]></e>\n</data>'
r = ET.fromstring(doc)
print(r.tag, r.attrib, len(r), [c.tag for c in r], r[0].attrib, r[1][0].tail, r[2].text)
for p in ("country", "country/rank", ".//neighbor", "*", "./country[@name='Singapore']", "country[2]", "country[last()]", "country[rank]", "country[rank='4']", ".//rank/..", ".//*[@name]", "country/neighbor[@direction!='E']", "{*}e", ".//{http://x/f}x", ".//{*}x", ".//f:x", "country[last()-1]", ".//year[.='2008']", "country/", ".", "nope"):
    try:
        print(p, [(e.tag, e.get("name")) for e in r.findall(p, {"f": "http://x/f"})])
    except Exception as e:
        print(p, type(e).__name__, e)
for p in ("/a", "a[0]", "a[foo()]", "q:x", "a//", ".//"):
    try:
        print(p, len(r.findall(p)))
    except Exception as e:
        print(p, type(e).__name__, e)
print(r.find("country").get("name"), r.findtext("country/rank"), r.findtext("nope", "dflt"), r.find("nope"), [e.tag for e in r.iter()], [e.text for e in r.iter("rank")], list(r.itertext())[:4])
print(ET.tostring(r))
print(ET.tostring(r, encoding="unicode"))
print(ET.tostring(r[2], "utf-8"), ET.tostring(r[2], "latin-1"), ET.tostring(r[2], method="text", encoding="unicode"), ET.tostring(r, method="html")[:80], ET.tostring(r[2], xml_declaration=True, encoding="unicode"))
a = ET.Element("a", {"x": "1"}, y="2")
b = ET.SubElement(a, "b")
c = ET.SubElement(a, "c", z='<"&\n>')
b.text = "t"
b.tail = "tail"
a.append(ET.Comment(" hi "))
a.append(ET.ProcessingInstruction("p", "q"))
ET.dump(a)
ET.indent(a)
ET.dump(a)
print(ET.tostring(a, short_empty_elements=False))
print(a[0].tag, a[-1].tag is ET.PI, repr(a)[:13], a.keys(), a.items(), a.get("x"), a.get("q", 5))
a.set("n", "v")
a.remove(b)
print(ET.tostring(a))
a.insert(0, b)
print(len(a[:2]), a[0].tag)
a[0:1] = []
del a[0]
print(len(a))
for f in (lambda: a.append("x"), lambda: a.remove(b), lambda: a[99], lambda: ET.Element("x", 3), lambda: ET.SubElement("x", "y"), lambda: a.extend(["x"]), lambda: a.insert(0, 3), lambda: a.__setitem__(0, "x"), lambda: ET.tostring(3), lambda: ET.register_namespace("ns1", "u"), lambda: a["x"], lambda: ET.indent(a, level=-1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
bad = ET.Element("x")
bad.text = 3
try:
    ET.tostring(bad)
except TypeError as e:
    print(e)
bad = ET.Element("x", n=3)
try:
    ET.tostring(bad)
except TypeError as e:
    print(e)
for t in ("<a>", "<a></b>", "", "<a/><b/>", "<a x=1/>", "<a>&nope;</a>", "<a x='1' x='2'/>", "\x00", "<x:a/>"):
    try:
        ET.fromstring(t)
    except ET.ParseError as e:
        print(e, e.code, e.position)
d = copy.deepcopy(r)
print(d is not r, ET.tostring(d) == ET.tostring(r), d[0] is r[0], copy.copy(r)[0] is r[0])
p = pickle.loads(pickle.dumps(r))
print(ET.tostring(p) == ET.tostring(r))
ET.register_namespace("ff", "http://x/f")
print(ET.tostring(r[1]))
e = ET.Element("{http://y}z")
ET.SubElement(e, "{http://y}k", {"{http://q}at": "1"})
print(ET.tostring(e), ET.tostring(e[0], default_namespace="http://y") if 0 else "", ET.QName("u", "t"), repr(ET.QName("u", "t")), ET.QName("a") == "a")
q = ET.Element(ET.QName("http://y", "z"))
q.set(ET.QName("http://y", "at"), ET.QName("http://y", "val"))
print(ET.tostring(q), ET.tostring(ET.fromstring("<a xmlns='u'><b/></a>"), default_namespace="u"))
f = io.BytesIO(doc.encode())
print([(ev, el.tag if ev in ("start", "end") else el) for ev, el in ET.iterparse(f, ("start", "end", "start-ns", "end-ns"))][:8])
it = ET.iterparse(io.StringIO(doc))
print([el.tag for _, el in it], it.root.tag)
pp = ET.XMLPullParser(["start", "end"])
pp.feed("<a><b>")
print([(e, x.tag) for e, x in pp.read_events()])
pp.feed("</b></a>")
print([(e, x.tag) for e, x in pp.read_events()])
pp.close()

class T:

    def start(self, t, a):
        print("start", t, a)

    def end(self, t):
        print("end", t)

    def data(self, d):
        print("data", repr(d))

    def comment(self, d):
        print("comment", d)

    def pi(self, t, d):
        print("pi", t, d)

    def doctype(self, *a):
        print("doctype", a)

    def start_ns(self, *a):
        print("start_ns", a)

    def end_ns(self, *a):
        print("end_ns", a)

    def close(self):
        return "closed"
x = ET.XMLParser(target=T())
x.feed(doc)
print(x.close())
tb = ET.TreeBuilder(insert_comments=True, insert_pis=True)
x = ET.XMLParser(target=tb)
x.feed("<a><!--c-->t<?p i?>u</a>")
print(ET.tostring(x.close()))
fd, fn = tempfile.mkstemp()
t = ET.ElementTree(r)
t.write(fn, encoding="utf-8", xml_declaration=True)
print(open(fn, "rb").read()[:60])
t2 = ET.parse(fn)
print(t2.getroot().tag, t2.find("country").tag, [e.tag for e in t2.iter("rank")], t2.findtext("country/rank"))
os.unlink(fn)
o = io.StringIO()
t.write(o, encoding="unicode")
print(len(o.getvalue()))
print(ET.tostringlist(b), ET.fromstringlist(["<a>", "</a>"]).tag, ET.XMLID("<a id='1'><b id='2'/></a>")[1].keys(), ET.iselement(a), ET.iselement(3))
print(ET.canonicalize('<a  z=\'1\' b="2"><!-- c --><b   /> t </a>'), ET.canonicalize("<a> x </a>", strip_text=True), ET.canonicalize("<n:a xmlns:n='u' xmlns:m='v'><n:b/><m:c m:x='1' a='0'/></n:a>"), ET.canonicalize("<n:a xmlns:n='u'><n:b/></n:a>", rewrite_prefixes=True), ET.canonicalize("<a><!--c--><?p i?></a>", with_comments=True))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    print(bool(a))
    print(w[0].message)
h = ET.fromstring("<html><br/><script>a &lt; b</script><p a='x&lt;'>q &amp;</p></html>")
print(ET.tostring(h, method="html"))
s = sys.stdout
print(ET.fromstring("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1")).text, ET.fromstring("<?xml version='1.0' encoding='iso-8859-1'?><a>€</a>").text)

class E2(ET.Element):
    pass
e2 = E2("x")
print(isinstance(e2.makeelement("q", {}), ET.Element), ET.tostring(e2))
print(ET.Element("a") == ET.Element("a"), a == a)
big = ET.Element("r")
[ET.SubElement(big, "i", n=str(i)) for i in range(1000)]
print(sum((int(e.get("n")) for e in big.findall("i"))), len(ET.tostring(big)))
