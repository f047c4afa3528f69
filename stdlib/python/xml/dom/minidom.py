"""A small implementation of the Document Object Model.

    document = minidom.parseString("<a><b>text</b></a>")
    for b in document.getElementsByTagName("b"):
        print(b.firstChild.data)
    print(document.toprettyxml(indent="  "))
"""

import io
import xml.dom
from xml.dom import EMPTY_NAMESPACE, EMPTY_PREFIX, XMLNS_NAMESPACE

_TEXTS = (3, 4)


class NodeList(list):
    """A list of nodes."""

    __slots__ = ()

    def item(self, index):
        """The node at an index, or None."""
        return self[index] if 0 <= index < len(self) else None

    @property
    def length(self):
        return len(self)


class Node(xml.dom.Node):
    """What all nodes can do."""

    ownerDocument = parentNode = previousSibling = nextSibling = None
    namespaceURI, prefix = EMPTY_NAMESPACE, EMPTY_PREFIX
    attributes = nodeValue = None
    childNodeTypes = ()

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.unlink()

    @property
    def firstChild(self):
        return self.childNodes[0] if self.childNodes else None

    @property
    def lastChild(self):
        return self.childNodes[-1] if self.childNodes else None

    @property
    def localName(self):
        return None

    def toxml(self, encoding=None, standalone=None):
        """The node as XML: str, or bytes in an encoding."""
        return self.toprettyxml("", "", encoding, standalone)

    def toprettyxml(self, indent="\t", newl="\n", encoding=None, standalone=None):
        """The node as XML with line ends and indentation."""
        if encoding is None:
            writer = io.StringIO()
        else:
            writer = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="xmlcharrefreplace", newline="\n")
        if self.nodeType == Node.DOCUMENT_NODE:
            self.writexml(writer, "", indent, newl, encoding, standalone)
        else:
            self.writexml(writer, "", indent, newl)
        return writer.getvalue() if encoding is None else writer.detach().getvalue()

    def hasChildNodes(self):
        """Whether it has children."""
        return bool(self.childNodes)

    def _check_child(self, node):
        if node.nodeType not in self.childNodeTypes:
            raise xml.dom.HierarchyRequestErr("%s cannot be child of %s" % (repr(node), repr(self)))

    def _link(self, index, node):
        """Make the node at an index of the children one of them."""
        children = self.childNodes
        node.parentNode = self
        node.previousSibling = children[index - 1] if index > 0 else None
        node.nextSibling = children[index + 1] if index + 1 < len(children) else None
        if node.previousSibling is not None:
            node.previousSibling.nextSibling = node
        if node.nextSibling is not None:
            node.nextSibling.previousSibling = node

    def insertBefore(self, newChild, refChild):
        """Add a node before a child, at the end if that is None."""
        if newChild.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for child in tuple(newChild.childNodes):
                self.insertBefore(child, refChild)
            return newChild
        self._check_child(newChild)
        newChild._leave_parent()
        if refChild is None:
            return self.appendChild(newChild)
        index = self._index_of(refChild)
        self.childNodes.insert(index, newChild)
        self._link(index, newChild)
        return newChild

    def appendChild(self, node):
        """Add a node at the end."""
        if node.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for child in tuple(node.childNodes):
                self.appendChild(child)
            return node
        self._check_child(node)
        node._leave_parent()
        self.childNodes.append(node)
        self._link(len(self.childNodes) - 1, node)
        return node

    def replaceChild(self, newChild, oldChild):
        """Put a node in the place of a child; the child."""
        if newChild.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            following = oldChild.nextSibling
            self.removeChild(oldChild)
            return self.insertBefore(newChild, following)
        self._check_child(newChild)
        if newChild is oldChild:
            return None
        newChild._leave_parent()
        index = self._index_of(oldChild)
        self.childNodes[index] = newChild
        self._link(index, newChild)
        oldChild._forget_place()
        return oldChild

    def removeChild(self, oldChild):
        """Take a child away."""
        del self.childNodes[self._index_of(oldChild)]
        before, after = oldChild.previousSibling, oldChild.nextSibling
        if before is not None:
            before.nextSibling = after
        if after is not None:
            after.previousSibling = before
        oldChild._forget_place()
        return oldChild

    def _index_of(self, child):
        try:
            return self.childNodes.index(child)
        except ValueError:
            raise xml.dom.NotFoundErr()

    def _leave_parent(self):
        if self.parentNode is not None:
            self.parentNode.removeChild(self)

    def _forget_place(self):
        self.parentNode = self.previousSibling = self.nextSibling = None

    def normalize(self):
        """Join neighbouring texts, and drop empty ones, all the way down."""
        kept = []
        for child in self.childNodes:
            if child.nodeType == Node.TEXT_NODE:
                if not child.data:
                    continue
                if kept and kept[-1].nodeType == Node.TEXT_NODE:
                    kept[-1].data += child.data
                    child.unlink()
                    continue
                kept.append(child)
            else:
                kept.append(child)
                if child.nodeType == Node.ELEMENT_NODE:
                    child.normalize()
        self.childNodes[:] = kept
        for index, child in enumerate(kept):
            self._link(index, child)
        if kept:
            kept[-1].nextSibling = None

    def cloneNode(self, deep):
        """A copy; deep: with all below."""
        return _clone(self, deep, self.ownerDocument or self)

    def isSupported(self, feature, version):
        return self.ownerDocument.implementation.hasFeature(feature, version)

    def isSameNode(self, other):
        """Whether it is the same node."""
        return self is other

    def getInterface(self, feature):
        return self if self.isSupported(feature, None) else None

    def getUserData(self, key):
        """What setUserData() has set under a key."""
        return self.__dict__.get("_user_data", {}).get(key, (None, None))[0]

    def setUserData(self, key, data, handler):
        """Set data under a key; the data before."""
        table = self.__dict__.setdefault("_user_data", {})
        old = table.get(key, (None, None))[0]
        if data is None:
            table.pop(key, None)
        else:
            table[key] = data, handler
        return old

    def unlink(self):
        """Cut the links to other nodes, all the way down."""
        self.ownerDocument = None
        self._forget_place()
        if self.childNodes:
            for child in self.childNodes:
                child.unlink()
            self.childNodes = NodeList()


class DocumentFragment(Node):
    """Nodes without a parent, to be added somewhere together."""

    nodeType = Node.DOCUMENT_FRAGMENT_NODE
    nodeName = "#document-fragment"
    childNodeTypes = (1, 3, 4, 5, 7, 8, 12)

    def __init__(self):
        self.childNodes = NodeList()


class Attr(Node):
    """An attribute."""

    nodeType = Node.ATTRIBUTE_NODE
    ownerElement = None
    specified = False

    def __init__(self, qName, namespaceURI=EMPTY_NAMESPACE, localName=None, prefix=None):
        self.ownerDocument = None
        self._name = qName
        self.namespaceURI = namespaceURI
        self.prefix = prefix
        self._localName = localName
        self.childNodes = NodeList([Text()])
        self._value = ""

    name = property(lambda self: self._name)
    nodeName = property(lambda self: self._name)
    isId = False

    @property
    def localName(self):
        return self._localName or self._name.split(":", 1)[-1]

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self._value = value
        self.childNodes[0].data = value

    nodeValue = value

    def unlink(self):
        if self.ownerElement is not None:
            self.ownerElement._attributes.pop(self._name, None)
            self.ownerElement = None


class NamedNodeMap:
    """The attributes of an element: a dict of names to Attrs that also has indices."""

    def __init__(self, element):
        self._element = element

    @property
    def _table(self):
        return self._element._attributes

    def __len__(self):
        return len(self._table)

    length = property(__len__)

    def item(self, index):
        """The attribute at an index, or None."""
        attributes = list(self._table.values())
        return attributes[index] if 0 <= index < len(attributes) else None

    def items(self):
        return [(attribute.nodeName, attribute.value) for attribute in self._table.values()]

    def itemsNS(self):
        return [((attribute.namespaceURI, attribute.localName), attribute.value) for attribute in self._table.values()]

    def keys(self):
        return self._table.keys()

    def keysNS(self):
        return [(attribute.namespaceURI, attribute.localName) for attribute in self._table.values()]

    def values(self):
        return self._table.values()

    def get(self, name, value=None):
        return self._table.get(name, value)

    def __contains__(self, key):
        return key in self.keysNS() if isinstance(key, tuple) else key in self._table

    def __getitem__(self, key):
        if isinstance(key, tuple):
            found = self.getNamedItemNS(*key)
            if found is None:
                raise KeyError(key)
            return found
        return self._table[key]

    def __setitem__(self, key, value):
        if isinstance(value, str):
            self._element.setAttribute(key, value)
        elif isinstance(value, Attr):
            self.setNamedItem(value)
        else:
            raise TypeError("value must be a string or Attr object")

    def __delitem__(self, key):
        self[key].unlink()

    def getNamedItem(self, name):
        return self._table.get(name)

    def getNamedItemNS(self, namespaceURI, localName):
        return next((attribute for attribute in self._table.values()
                     if attribute.namespaceURI == namespaceURI and attribute.localName == localName), None)

    def removeNamedItem(self, name):
        attribute = self._table.get(name)
        if attribute is None:
            raise xml.dom.NotFoundErr()
        attribute.unlink()
        return attribute

    def removeNamedItemNS(self, namespaceURI, localName):
        attribute = self.getNamedItemNS(namespaceURI, localName)
        if attribute is None:
            raise xml.dom.NotFoundErr()
        attribute.unlink()
        return attribute

    def setNamedItem(self, node):
        if not isinstance(node, Attr):
            raise xml.dom.HierarchyRequestErr("%s cannot be child of %s" % (repr(node), repr(self)))
        old = self._table.get(node.name)
        if old is not None:
            old.unlink()
        self._table[node.name] = node
        node.ownerElement = self._element
        return old

    setNamedItemNS = setNamedItem


AttributeList = NamedNodeMap


class Element(Node):
    """An element."""

    nodeType = Node.ELEMENT_NODE
    nodeValue = None
    childNodeTypes = (1, 3, 4, 5, 7, 8)

    def __init__(self, tagName, namespaceURI=EMPTY_NAMESPACE, prefix=None, localName=None):
        self.parentNode = None
        self.tagName = self.nodeName = tagName
        self.prefix = prefix
        self.namespaceURI = namespaceURI
        self._localName = localName
        self.childNodes = NodeList()
        self.nextSibling = self.previousSibling = None
        self._attributes = {}

    def __repr__(self):
        return "<DOM Element: %s at %#x>" % (self.tagName, id(self))

    @property
    def localName(self):
        return self._localName or self.tagName.split(":", 1)[-1]

    @property
    def attributes(self):
        return NamedNodeMap(self)

    def unlink(self):
        for attribute in list(self._attributes.values()):
            attribute.unlink()
        super().unlink()

    # --- Attributes

    def getAttribute(self, attname):
        """The value of an attribute, empty when there is none."""
        attribute = self._attributes.get(attname)
        return "" if attribute is None else attribute.value

    def getAttributeNS(self, namespaceURI, localName):
        attribute = self.getAttributeNodeNS(namespaceURI, localName)
        return "" if attribute is None else attribute.value

    def setAttribute(self, attname, value):
        """Set an attribute."""
        attribute = self._attributes.get(attname)
        if attribute is None:
            attribute = Attr(attname)
            attribute.ownerDocument = self.ownerDocument
            attribute.ownerElement = self
            self._attributes[attname] = attribute
        attribute.value = value

    def setAttributeNS(self, namespaceURI, qualifiedName, value):
        prefix, localName = _nssplit(qualifiedName)
        attribute = self.getAttributeNodeNS(namespaceURI, localName)
        if attribute is None:
            attribute = Attr(qualifiedName, namespaceURI, localName, prefix)
            attribute.ownerDocument = self.ownerDocument
            attribute.ownerElement = self
            self._attributes[qualifiedName] = attribute
        attribute.value = value

    def getAttributeNode(self, attrname):
        return self._attributes.get(attrname)

    def getAttributeNodeNS(self, namespaceURI, localName):
        return self.attributes.getNamedItemNS(namespaceURI, localName)

    def setAttributeNode(self, attr):
        if attr.ownerElement not in (None, self):
            raise xml.dom.InuseAttributeErr("attribute node already owned")
        old = self._attributes.get(attr.name)
        if old is not None and old is not attr:
            old.unlink()
        self._attributes[attr.name] = attr
        attr.ownerElement = self
        return old if old is not attr else None

    setAttributeNodeNS = setAttributeNode

    def removeAttribute(self, name):
        """Remove an attribute."""
        if name not in self._attributes:
            raise xml.dom.NotFoundErr()
        self._attributes[name].unlink()

    def removeAttributeNS(self, namespaceURI, localName):
        attribute = self.getAttributeNodeNS(namespaceURI, localName)
        if attribute is None:
            raise xml.dom.NotFoundErr()
        attribute.unlink()

    def removeAttributeNode(self, node):
        if node is None or self._attributes.get(node.name) is not node:
            raise xml.dom.NotFoundErr()
        node.unlink()
        node.ownerDocument = self.ownerDocument
        return node

    removeAttributeNodeNS = removeAttributeNode

    def hasAttribute(self, name):
        """Whether it has an attribute."""
        return name in self._attributes

    def hasAttributeNS(self, namespaceURI, localName):
        return self.getAttributeNodeNS(namespaceURI, localName) is not None

    def hasAttributes(self):
        """Whether it has any attribute."""
        return bool(self._attributes)

    def setIdAttribute(self, name):
        self.setIdAttributeNode(self.getAttributeNode(name))

    def setIdAttributeNode(self, idAttr):
        if idAttr is None or idAttr.ownerElement is not self:
            raise xml.dom.NotFoundErr()
        idAttr.isId = True

    # --- Elements below

    def getElementsByTagName(self, name):
        """All elements below of a tag; * for all."""
        return _by_tag(self, name, NodeList())

    def getElementsByTagNameNS(self, namespaceURI, localName):
        return _by_tag_ns(self, namespaceURI, localName, NodeList())

    # --- Writing

    def writexml(self, writer, indent="", addindent="", newl=""):
        """Write it: `indent` before it, `addindent` more before what is in it, `newl` behind each."""
        writer.write(indent + "<" + self.tagName)
        for name, attribute in self._attributes.items():
            writer.write(" %s=\"" % name)
            _write_data(writer, attribute.value, True)
            writer.write("\"")
        if not self.childNodes:
            writer.write("/>%s" % newl)
            return
        writer.write(">")
        if len(self.childNodes) == 1 and self.childNodes[0].nodeType in _TEXTS:
            self.childNodes[0].writexml(writer, "", "", "")
        else:
            writer.write(newl)
            for node in self.childNodes:
                node.writexml(writer, indent + addindent, addindent, newl)
            writer.write(indent)
        writer.write("</%s>%s" % (self.tagName, newl))


def _by_tag(parent, name, result):
    for node in parent.childNodes:
        if node.nodeType == Node.ELEMENT_NODE:
            if name in ("*", node.tagName):
                result.append(node)
            _by_tag(node, name, result)
    return result


def _by_tag_ns(parent, namespace, local, result):
    for node in parent.childNodes:
        if node.nodeType == Node.ELEMENT_NODE:
            if local in ("*", node.localName) and namespace in ("*", node.namespaceURI):
                result.append(node)
            _by_tag_ns(node, namespace, local, result)
    return result


def _write_data(writer, text, attr):
    if not text:
        return
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if attr:
        text = text.replace("\"", "&quot;").replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
    writer.write(text)


class Childless:
    """What nodes that cannot have children say."""

    attributes = None
    childNodes = NodeList()
    firstChild = None
    lastChild = None

    def appendChild(self, node):
        raise xml.dom.HierarchyRequestErr(self.nodeName + " nodes cannot have children")

    def hasChildNodes(self):
        return False

    def insertBefore(self, newChild, refChild):
        raise xml.dom.HierarchyRequestErr(self.nodeName + " nodes do not have children")

    def removeChild(self, oldChild):
        raise xml.dom.NotFoundErr(self.nodeName + " nodes do not have children")

    def normalize(self):
        pass

    def replaceChild(self, newChild, oldChild):
        raise xml.dom.HierarchyRequestErr(self.nodeName + " nodes do not have children")


class ProcessingInstruction(Childless, Node):
    """<?target data?>"""

    nodeType = Node.PROCESSING_INSTRUCTION_NODE

    def __init__(self, target, data):
        self.target = self.nodeName = target
        self.data = data

    @property
    def nodeValue(self):
        return self.data

    @nodeValue.setter
    def nodeValue(self, value):
        self.data = value

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write("%s<?%s %s?>%s" % (indent, self.target, self.data, newl))


class CharacterData(Childless, Node):
    """A node that is a text."""

    def __init__(self):
        self.ownerDocument = self.parentNode = None
        self.previousSibling = self.nextSibling = None
        self.data = ""

    def __len__(self):
        return len(self.data)

    length = property(__len__)

    @property
    def nodeValue(self):
        return self.data

    @nodeValue.setter
    def nodeValue(self, value):
        self.data = value

    def __repr__(self):
        shown = self.data[:10] + "..." if len(self.data) > 10 else self.data
        return '<DOM %s node "%r">' % (self.__class__.__name__, shown)

    def _check(self, offset, count=0):
        if offset < 0:
            raise xml.dom.IndexSizeErr("offset cannot be negative")
        if offset > len(self.data):
            raise xml.dom.IndexSizeErr("offset cannot be beyond end of data")
        if count < 0:
            raise xml.dom.IndexSizeErr("count cannot be negative")

    def substringData(self, offset, count):
        self._check(offset, count)
        return self.data[offset:offset + count]

    def appendData(self, arg):
        self.data = self.data + arg

    def insertData(self, offset, arg):
        self._check(offset)
        self.data = self.data[:offset] + arg + self.data[offset:]

    def deleteData(self, offset, count):
        self._check(offset, count)
        self.data = self.data[:offset] + self.data[offset + count:]

    def replaceData(self, offset, count, arg):
        self._check(offset, count)
        self.data = self.data[:offset] + arg + self.data[offset + count:]


class Text(CharacterData):
    """A text."""

    nodeType = Node.TEXT_NODE
    nodeName = "#text"

    def splitText(self, offset):
        """Split it in two; the second half."""
        if offset < 0 or offset > len(self.data):
            raise xml.dom.IndexSizeErr("illegal offset value")
        new = self.__class__()
        new.data = self.data[offset:]
        new.ownerDocument = self.ownerDocument
        if self.parentNode is not None:
            self.parentNode.insertBefore(new, self.nextSibling)
        self.data = self.data[:offset]
        return new

    def writexml(self, writer, indent="", addindent="", newl=""):
        _write_data(writer, "%s%s%s" % (indent, self.data, newl), False)

    @property
    def wholeText(self):
        """This text with the texts beside it."""
        parts = [self.data]
        node = self.previousSibling
        while node is not None and node.nodeType in _TEXTS:
            parts.insert(0, node.data)
            node = node.previousSibling
        node = self.nextSibling
        while node is not None and node.nodeType in _TEXTS:
            parts.append(node.data)
            node = node.nextSibling
        return "".join(parts)


class Comment(CharacterData):
    """A comment."""

    nodeType = Node.COMMENT_NODE
    nodeName = "#comment"

    def __init__(self, data):
        super().__init__()
        self.data = data

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "--" in self.data:
            raise ValueError("'--' is not allowed in a comment node")
        writer.write(f"{indent}<!--{self.data}-->{newl}")


class CDATASection(Text):
    """A text that is written as <![CDATA[...]]>."""

    nodeType = Node.CDATA_SECTION_NODE
    nodeName = "#cdata-section"

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "]]>" in self.data:
            raise ValueError("']]>' not allowed in a CDATA section")
        writer.write(f"<![CDATA[{self.data}]]>")


class DocumentType(Childless, Node):
    """<!DOCTYPE ...>"""

    nodeType = Node.DOCUMENT_TYPE_NODE
    nodeValue = name = publicId = systemId = internalSubset = None

    def __init__(self, qualifiedName):
        self.entities, self.notations = NodeList(), NodeList()
        if qualifiedName:
            _, self.name = _nssplit(qualifiedName)
        self.nodeName = self.name

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write("<!DOCTYPE " + self.name)
        if self.publicId:
            writer.write("%s  PUBLIC '%s'%s  '%s'" % (newl, self.publicId, newl, self.systemId))
        elif self.systemId:
            writer.write("%s  SYSTEM '%s'" % (newl, self.systemId))
        if self.internalSubset is not None:
            writer.write(" [" + self.internalSubset + "]")
        writer.write(">" + newl)


class DOMImplementation:
    """Makes documents."""

    _features = [("core", "1.0"), ("core", "2.0"), ("core", None), ("xml", "1.0"), ("xml", "2.0"), ("xml", None), ("ls-load", "3.0"),
                 ("ls-load", None)]

    def hasFeature(self, feature, version):
        return (feature.lower(), version or None) in self._features

    def createDocument(self, namespaceURI, qualifiedName, doctype):
        """A document with a root element of this name."""
        if doctype and doctype.parentNode is not None:
            raise xml.dom.WrongDocumentErr("doctype object owned by another DOM tree")
        document = Document()
        if not (namespaceURI is None and qualifiedName is None and doctype is None):
            if not qualifiedName:
                raise xml.dom.InvalidCharacterErr("Element with no name")
            prefix, _ = _nssplit(qualifiedName)
            if prefix == "xml" and namespaceURI != xml.dom.XML_NAMESPACE:
                raise xml.dom.NamespaceErr("illegal use of 'xml' prefix")
            if prefix and not namespaceURI:
                raise xml.dom.NamespaceErr("illegal use of prefix without namespaces")
            element = document.createElementNS(namespaceURI, qualifiedName)
            if doctype:
                document.appendChild(doctype)
            document.appendChild(element)
        if doctype:
            doctype.parentNode = doctype.ownerDocument = document
        document.doctype = doctype
        document.implementation = self
        return document

    def createDocumentType(self, qualifiedName, publicId, systemId):
        doctype = DocumentType(qualifiedName)
        doctype.publicId, doctype.systemId = publicId, systemId
        return doctype

    def getInterface(self, feature):
        return self if self.hasFeature(feature, None) else None


class Document(Node):
    """A document. Its create... methods make nodes, which are added afterwards."""

    nodeType = Node.DOCUMENT_NODE
    nodeName = "#document"
    nodeValue = None
    childNodeTypes = (1, 7, 8, 10)
    implementation = DOMImplementation()
    doctype = None
    encoding = None
    standalone = None
    version = None
    documentURI = None
    errorHandler = None

    def __init__(self):
        self.doctype = None
        self.childNodes = NodeList()

    def appendChild(self, node):
        self._check_child(node)
        node._leave_parent()
        if node.nodeType == Node.ELEMENT_NODE and self.documentElement is not None:
            raise xml.dom.HierarchyRequestErr("two document elements disallowed")
        return super().appendChild(node)

    def removeChild(self, oldChild):
        super().removeChild(oldChild)
        if self.doctype is oldChild:
            self.doctype = None
        return oldChild

    @property
    def documentElement(self):
        return next((node for node in self.childNodes if node.nodeType == Node.ELEMENT_NODE), None)

    def unlink(self):
        if self.doctype is not None:
            self.doctype.unlink()
            self.doctype = None
        super().unlink()

    def _own(self, node):
        node.ownerDocument = self
        return node

    def createDocumentFragment(self):
        return self._own(DocumentFragment())

    def createElement(self, tagName):
        return self._own(Element(tagName))

    def createTextNode(self, data):
        if not isinstance(data, str):
            raise TypeError("node contents must be a string")
        node = Text()
        node.data = data
        return self._own(node)

    def createCDATASection(self, data):
        if not isinstance(data, str):
            raise TypeError("node contents must be a string")
        node = CDATASection()
        node.data = data
        return self._own(node)

    def createComment(self, data):
        return self._own(Comment(data))

    def createProcessingInstruction(self, target, data):
        return self._own(ProcessingInstruction(target, data))

    def createAttribute(self, qName):
        return self._own(Attr(qName))

    def createElementNS(self, namespaceURI, qualifiedName):
        prefix, _ = _nssplit(qualifiedName)
        return self._own(Element(qualifiedName, namespaceURI, prefix))

    def createAttributeNS(self, namespaceURI, qualifiedName):
        prefix, localName = _nssplit(qualifiedName)
        return self._own(Attr(qualifiedName, namespaceURI, localName, prefix))

    def getElementById(self, id):
        """The element that has an attribute marked as its id with this value, or None."""
        for element in _by_tag(self, "*", NodeList()):
            if any(attribute.isId and attribute.value == id for attribute in element._attributes.values()):
                return element
        return None

    def getElementsByTagName(self, name):
        """All elements of a tag; * for all."""
        return _by_tag(self, name, NodeList())

    def getElementsByTagNameNS(self, namespaceURI, localName):
        return _by_tag_ns(self, namespaceURI, localName, NodeList())

    def importNode(self, node, deep):
        """A copy of another document's node for this one."""
        if node.nodeType == Node.DOCUMENT_NODE:
            raise xml.dom.NotSupportedErr("cannot import document nodes")
        if node.nodeType == Node.DOCUMENT_TYPE_NODE:
            raise xml.dom.NotSupportedErr("cannot import document type nodes")
        return _clone(node, deep, self)

    def cloneNode(self, deep):
        if not deep:
            return None
        clone = self.implementation.createDocument(None, None, None)
        clone.encoding, clone.standalone, clone.version = self.encoding, self.standalone, self.version
        for child in self.childNodes:
            copy = _clone(child, deep, clone)
            clone.childNodes.append(copy)
            clone._link(len(clone.childNodes) - 1, copy)
            if copy.nodeType == Node.DOCUMENT_TYPE_NODE:
                clone.doctype = copy
        return clone

    def writexml(self, writer, indent="", addindent="", newl="", encoding=None, standalone=None):
        declarations = []
        if encoding:
            declarations.append(f'encoding="{encoding}"')
        if standalone is not None:
            declarations.append(f'standalone="{"yes" if standalone else "no"}"')
        writer.write(f'<?xml version="1.0" {" ".join(declarations)}?>{newl}' if declarations else f'<?xml version="1.0" ?>{newl}')
        for node in self.childNodes:
            node.writexml(writer, indent, addindent, newl)


def _clone(node, deep, document):
    kind = node.nodeType
    if kind == Node.ELEMENT_NODE:
        clone = document.createElementNS(node.namespaceURI, node.nodeName)
        for attribute in node._attributes.values():
            clone.setAttributeNS(attribute.namespaceURI, attribute.nodeName, attribute.value)
            clone.getAttributeNode(attribute.nodeName).specified = attribute.specified
    elif kind == Node.DOCUMENT_FRAGMENT_NODE:
        clone = document.createDocumentFragment()
    elif kind == Node.TEXT_NODE:
        return document.createTextNode(node.data)
    elif kind == Node.CDATA_SECTION_NODE:
        return document.createCDATASection(node.data)
    elif kind == Node.PROCESSING_INSTRUCTION_NODE:
        return document.createProcessingInstruction(node.target, node.data)
    elif kind == Node.COMMENT_NODE:
        return document.createComment(node.data)
    elif kind == Node.ATTRIBUTE_NODE:
        clone = document.createAttributeNS(node.namespaceURI, node.nodeName)
        clone.specified = True
        clone.value = node.value
        return clone
    elif kind == Node.DOCUMENT_TYPE_NODE:
        clone = document.implementation.createDocumentType(node.name, node.publicId, node.systemId)
        clone.ownerDocument = document
        clone.internalSubset = node.internalSubset
        return clone
    else:
        raise xml.dom.NotSupportedErr("Cannot clone node %s" % repr(node))
    if deep:
        for child in node.childNodes:
            clone.appendChild(_clone(child, deep, document))
    return clone


def _nssplit(qualifiedName):
    prefix, colon, local = qualifiedName.partition(":")
    return (prefix, local) if colon else (None, prefix)


# --- Reading

class _Builder:
    """Makes a document of what libexpat tells."""

    def __init__(self):
        self.document = Document()
        self.current = self.document
        self._in_cdata = False
        self._new_cdata = False
        self._subset = None
        self._scopes = []
        self._pending = []

    def parse(self, feed):
        from xml.parsers import expat
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.specified_attributes = True
        parser.XmlDeclHandler = self._xml_decl
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._pi
        parser.StartCdataSectionHandler = self._start_cdata
        parser.EndCdataSectionHandler = self._end_cdata
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EndDoctypeDeclHandler = self._end_doctype
        parser.StartNamespaceDeclHandler = self._namespace
        feed(parser)
        return self.document

    def _xml_decl(self, version, encoding, standalone):
        self.document.version = version
        self.document.encoding = encoding
        if standalone >= 0:
            self.document.standalone = bool(standalone)

    def _append(self, node):
        node.ownerDocument = self.document
        children = self.current.childNodes
        children.append(node)
        self.current._link(len(children) - 1, node)

    def _name(self, name):
        """(namespace, local name, prefix, name as written)"""
        parts = name.split(" ")
        if len(parts) == 3:
            return parts[0], parts[1], parts[2], parts[2] + ":" + parts[1]
        if len(parts) == 2:
            return parts[0], parts[1], EMPTY_PREFIX, parts[1]
        return EMPTY_NAMESPACE, None, EMPTY_PREFIX, name

    def _namespace(self, prefix, uri):
        self._pending.append((prefix, uri))

    def _start(self, name, attributes):
        uri, local, prefix, written = self._name(name)
        element = Element(written, uri, prefix, local)
        for declared, namespace in self._pending:
            if declared:
                attribute = Attr("xmlns:" + declared, XMLNS_NAMESPACE, declared, "xmlns")
            else:
                attribute = Attr("xmlns", XMLNS_NAMESPACE, "xmlns", EMPTY_PREFIX)
            self._set(element, attribute, namespace or "")
        self._pending = []
        for index in range(0, len(attributes), 2):
            uri, local, prefix, written = self._name(attributes[index])
            self._set(element, Attr(written, uri, local, prefix), attributes[index + 1])
        self._append(element)
        self.current = element

    def _set(self, element, attribute, value):
        attribute.value = value
        attribute.specified = True
        attribute.ownerDocument = self.document
        attribute.ownerElement = element
        element._attributes[attribute._name] = attribute

    def _end(self, name):
        self.current = self.current.parentNode

    def _text(self, data):
        last = self.current.childNodes[-1] if self.current.childNodes else None
        if self._in_cdata:
            if not self._new_cdata and last is not None and last.nodeType == Node.CDATA_SECTION_NODE:
                last.data += data
                return
            node = CDATASection()
            self._new_cdata = False
        elif last is not None and last.nodeType == Node.TEXT_NODE:
            last.data += data
            return
        else:
            node = Text()
        node.data = data
        self._append(node)

    def _start_cdata(self):
        self._in_cdata = self._new_cdata = True

    def _end_cdata(self):
        self._in_cdata = self._new_cdata = False

    def _comment(self, data):
        if self._subset is None:
            self._append(Comment(data))

    def _pi(self, target, data):
        if self._subset is None:
            self._append(ProcessingInstruction(target, data))

    def _doctype(self, name, system, public, has_internal_subset):
        doctype = self.document.implementation.createDocumentType(name, public, system)
        self._append(doctype)
        self.document.doctype = doctype
        self._subset = []
        if has_internal_subset:
            doctype.internalSubset = ""
            self._parser.DefaultHandlerExpand = self._subset.append

    def _end_doctype(self):
        doctype = self.document.doctype
        if doctype.internalSubset is not None:
            # What lies between the brackets, as it is written.
            text = "".join(self._subset)
            doctype.internalSubset = text[text.find("[") + 1:text.rfind("]") if "]" in text else None]
            self._parser.DefaultHandlerExpand = None
        self._subset = None


def parse(file, parser=None, bufsize=None):
    """Read a document from a file, given by name or open."""
    if parser is not None:
        raise NotImplementedError("other parsers than libexpat are not supported")
    if isinstance(file, str):
        with open(file, "rb") as stream:
            return _Builder().parse(lambda parser: parser.ParseFile(stream))
    return _Builder().parse(lambda parser: parser.ParseFile(file))


def parseString(string, parser=None):
    """Read a document from a str or bytes."""
    if parser is not None:
        raise NotImplementedError("other parsers than libexpat are not supported")
    return _Builder().parse(lambda parser: parser.Parse(string, True))


def getDOMImplementation(features=None):
    """The implementation, if it has these features."""
    if features:
        if isinstance(features, str):
            words = features.split()
            features = []
            while words:
                feature = words.pop(0)
                version = words.pop(0) if words and words[0][0].isdigit() else None
                features.append((feature, version))
        for feature, version in features:
            if not Document.implementation.hasFeature(feature, version):
                return None
    return Document.implementation
