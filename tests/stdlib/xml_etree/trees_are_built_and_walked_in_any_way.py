# Elements of subclasses, builders used by hand, and trees that change while they are walked through.
import io
from xml.etree import ElementTree as ET


class Own(ET.Element):
    def append(self, child):
        log.append(child.tag)
        super().append(child)


log = []
builder = ET.TreeBuilder(element_factory=Own)
root = ET.XMLParser(target=builder)
root.feed("<a x='1'>one<b>two</b>three<c xmlns='urn:n' y='2'/></a>")
root = root.close()
print(type(root) is Own, ET.tostring(root), [e.tag for e in root.iter()], [e.tag for e in root.iter("b")])
print(ET.SubElement(root, "d", {"k": "v"}, z="w").tag, root[-1].attrib, len(root))

builder = ET.TreeBuilder()
given = {"k": "v"}
top = builder.start("top", given)
builder.data("te")
builder.data("xt")
builder.start("in", {})
builder.end("in")
builder.data("tail")
print(builder.end("top") is top, top.attrib == given, ET.tostring(builder.close()), top.text, top[0].tail)
for wrong in (lambda: builder.end("top"), lambda: ET.SubElement(1, "a"), lambda: ET.SubElement(top, "a", 1)):
    try:
        print(wrong())
    except (IndexError, TypeError) as error:
        print(type(error).__name__)

tree = ET.XML("<r><a><b/><b/></a><c><b i='3'/></c></r>")
seen = []
for element in tree.iter():
    seen.append(element.tag)
    if element.tag == "c":
        ET.SubElement(element, "new")
print(seen)
walk = tree.iter("b")
print(iter(walk) is walk, next(walk).tag, next(walk).attrib, next(walk).attrib, next(walk, "end"), next(walk, "end"))
print([e.tag for e in tree.iter("*")] == [e.tag for e in tree.iter(None)], list(ET.Element("x").iter("y")))
tree.clear()
print(list(tree), list(tree.iter()) == [tree])

document = b"<r xmlns:p='urn:p'><p:a p:k='v'>x<!-- c --><?t d?></p:a><b/></r>"
for event, item in ET.iterparse(io.BytesIO(document), ("start", "end", "start-ns", "end-ns", "comment", "pi")):
    print(event, (item.tag if isinstance(item.tag, str) else "", item.attrib) if isinstance(item, ET.Element) else item)


class Target:
    def start(self, tag, attrib):
        print("start", tag, attrib)

    def end(self, tag):
        print("end", tag)

    def data(self, data):
        print("data", data)

    def close(self):
        return "closed"


print(ET.fromstring(document, ET.XMLParser(target=Target())))
print(ET.tostringlist(ET.XML("<a><b c='d'>x</b></a>"), encoding="unicode"))
deep = ET.Element("d0")
element = deep
for i in range(1, 500):
    element = ET.SubElement(element, f"d{i}")
print(sum(1 for _ in deep.iter()), next(deep.iter("d499")).tag)
