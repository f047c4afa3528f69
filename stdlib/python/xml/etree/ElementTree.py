"""XML as trees of elements: read with parse() and fromstring(), changed like lists and dicts, written with tostring().

    root = ElementTree.fromstring("<a><b n='1'>text</b></a>")
    for b in root.iter("b"):
        print(b.tag, b.attrib, b.text)
"""

import collections
import collections.abc
import contextlib
import io
import re
import sys
import weakref

import _xml_trees
from _xml_trees import SubElement

from . import ElementPath

__all__ = ["Comment", "dump", "Element", "ElementTree", "canonicalize", "fromstring", "fromstringlist", "indent", "iselement",
           "iterparse", "parse", "ParseError", "PI", "ProcessingInstruction", "QName", "SubElement", "tostring", "tostringlist",
           "TreeBuilder", "VERSION", "XML", "XMLID", "XMLParser", "XMLPullParser", "register_namespace", "C14NWriterTarget"]

VERSION = "1.3.0"


class ParseError(SyntaxError):
    """The text is no XML: `code` is libexpat's number of the error, `position` line and column."""


def iselement(element):
    """Whether an object looks like an element."""
    return hasattr(element, "tag")


class Element:
    """An element: `tag`, attributes in the dict `attrib`, `text` before its children, and `tail` behind its end. Its children are the
    items of a sequence."""

    __slots__ = ("tag", "attrib", "text", "tail", "_children", "__weakref__", "__dict__")

    def __init__(self, tag, attrib={}, **extra):
        if not isinstance(attrib, dict):
            raise TypeError("Element() argument 2 must be dict, not %s" % type(attrib).__name__)
        self.tag = tag
        self.attrib = {**attrib, **extra} if extra else attrib.copy()
        self.text = self.tail = None
        self._children = []

    def __repr__(self):
        return "<Element %r at %#x>" % (self.tag, id(self))

    def makeelement(self, tag, attrib, /):
        """A new element of the same kind."""
        return type(self)(tag, attrib)

    def __copy__(self):
        copy = self.makeelement(self.tag, self.attrib)
        copy.text = self.text
        copy.tail = self.tail
        copy._children = self._children[:]
        return copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        copy = self.makeelement(deepcopy(self.tag, memo), deepcopy(self.attrib, memo))
        memo[id(self)] = copy
        copy.text = deepcopy(self.text, memo)
        copy.tail = deepcopy(self.tail, memo)
        copy._children = [deepcopy(child, memo) for child in self._children]
        return copy

    def __getstate__(self):
        return {"tag": self.tag, "_children": self._children, "attrib": self.attrib, "text": self.text, "tail": self.tail}

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    def __reduce_ex__(self, protocol):
        import copyreg
        return copyreg.__newobj__, (type(self),), self.__getstate__()

    # --- Children

    def __len__(self):
        return len(self._children)

    def __bool__(self):
        import warnings
        warnings.warn("Testing an element's truth value will always return True in future versions.  Use specific 'len(elem)' or "
                      "'elem is not None' test instead.", DeprecationWarning, stacklevel=2)
        return len(self._children) != 0

    def __getitem__(self, index):
        try:
            return self._children[index]
        except IndexError:
            raise IndexError("child index out of range") from None
        except TypeError:
            raise TypeError("element indices must be integers") from None

    def __setitem__(self, index, element):
        if isinstance(index, slice):
            element = list(element)
            for child in element:
                self._check(child)
        else:
            self._check(element)
        try:
            self._children[index] = element
        except IndexError:
            raise IndexError("child assignment index out of range") from None

    def __delitem__(self, index):
        try:
            del self._children[index]
        except IndexError:
            raise IndexError("child assignment index out of range") from None

    def __iter__(self):
        return iter(self._children)

    @staticmethod
    def _check(child):
        if not isinstance(child, Element):
            raise TypeError("expected an Element, not \"%s\"" % type(child).__name__)

    def append(self, subelement, /):
        """Add a child at the end."""
        if not isinstance(subelement, Element):
            raise TypeError("append() argument 1 must be xml.etree.ElementTree.Element, not %s" % type(subelement).__name__)
        self._children.append(subelement)

    def extend(self, elements, /):
        """Add children at the end."""
        for element in elements:
            if not isinstance(element, Element):
                raise TypeError("expected an Element, not \"%s\"" % type(element).__name__)
            self._children.append(element)

    def insert(self, index, subelement, /):
        """Add a child at a position."""
        if not isinstance(subelement, Element):
            raise TypeError("insert() argument 2 must be xml.etree.ElementTree.Element, not %s" % type(subelement).__name__)
        self._children.insert(index, subelement)

    def remove(self, subelement, /):
        """Take a child away: this one, not one that looks alike."""
        if not isinstance(subelement, Element):
            raise TypeError("remove() argument 1 must be xml.etree.ElementTree.Element, not %s" % type(subelement).__name__)
        for index, child in enumerate(self._children):
            if child is subelement:
                del self._children[index]
                return
        self._children.remove(subelement)

    def clear(self):
        """Back to an element that has nothing but its tag."""
        self.attrib.clear()
        self._children.clear()
        self.text = self.tail = None

    # --- Finding

    def find(self, path, namespaces=None):
        """The first element that a path leads to, or None."""
        if namespaces is None and isinstance(path, str) and _is_plain(path):
            for child in self._children:
                if child.tag == path:
                    return child
            return None
        return ElementPath.find(self, path, namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """The text of the first element that a path leads to, or `default`."""
        return ElementPath.findtext(self, path, default, namespaces)

    def findall(self, path, namespaces=None):
        """All elements that a path leads to."""
        if namespaces is None and isinstance(path, str) and _is_plain(path):
            return [child for child in self._children if child.tag == path]
        return ElementPath.findall(self, path, namespaces)

    def iterfind(self, path, namespaces=None):
        """All elements that a path leads to, one by one."""
        return ElementPath.iterfind(self, path, namespaces)

    def iter(self, tag=None):
        """This element and all below that have the tag, in the order of the document."""
        return _xml_trees._walk(self, None if tag == "*" else tag)

    def itertext(self):
        """The texts in it and below, in the order of the document."""
        if not isinstance(self.tag, str) and self.tag is not None:
            return
        text = self.text
        if text:
            yield text
        for child in self:
            yield from child.itertext()
            tail = child.tail
            if tail:
                yield tail

    # --- Attributes

    def get(self, key, default=None):
        """An attribute, or `default`."""
        return self.attrib.get(key, default)

    def set(self, key, value, /):
        """Set an attribute."""
        self.attrib[key] = value

    def keys(self):
        """The names of its attributes."""
        return list(self.attrib)

    def items(self):
        """Its attributes as (name, value)."""
        return list(self.attrib.items())


_xml_trees._connect(Element)


def _is_plain(path):
    """Whether a path is nothing but a tag."""
    if "{" in path:
        if "{*" in path or "{}" in path:
            return False
        path = path.rpartition("}")[2]
    return not _SPECIAL.search(path)


_SPECIAL = re.compile(r"[/*\[@.]")


def Comment(text=None):
    """A comment as an element; its tag is this function."""
    element = Element(Comment)
    element.text = text
    return element


def ProcessingInstruction(target, text=None):
    """A processing instruction as an element; its tag is this function."""
    element = Element(ProcessingInstruction)
    element.text = target
    if text:
        element.text = element.text + " " + text
    return element


PI = ProcessingInstruction


class QName:
    """A name with its namespace, for tags and attributes that are to be written."""

    def __init__(self, text_or_uri, tag=None):
        if tag:
            text_or_uri = "{%s}%s" % (text_or_uri, tag)
        self.text = text_or_uri

    def __str__(self):
        return self.text

    def __repr__(self):
        return "<%s %r>" % (self.__class__.__name__, self.text)

    def __hash__(self):
        return hash(self.text)

    def __le__(self, other):
        return self.text <= (other.text if isinstance(other, QName) else other)

    def __lt__(self, other):
        return self.text < (other.text if isinstance(other, QName) else other)

    def __ge__(self, other):
        return self.text >= (other.text if isinstance(other, QName) else other)

    def __gt__(self, other):
        return self.text > (other.text if isinstance(other, QName) else other)

    def __eq__(self, other):
        return self.text == (other.text if isinstance(other, QName) else other)


class ElementTree:
    """A whole document: its root element, read from a file and written to one."""

    def __init__(self, element=None, file=None):
        self._root = element
        if file:
            self.parse(file)

    def getroot(self):
        """The root element."""
        return self._root

    def _setroot(self, element):
        self._root = element

    def parse(self, source, parser=None):
        """Read a file, given by name or open; the root element."""
        close_source = False
        if not hasattr(source, "read"):
            source = open(source, "rb")
            close_source = True
        try:
            if parser is None:
                parser = XMLParser()
            while data := source.read(65536):
                parser.feed(data)
            self._root = parser.close()
            return self._root
        finally:
            if close_source:
                source.close()

    def iter(self, tag=None):
        """All elements that have the tag, in the order of the document."""
        return self._root.iter(tag)

    def _relative(self, path):
        if path[:1] == "/":
            import warnings
            path = "." + path
            warnings.warn("This search is broken in 1.3 and earlier, and will be fixed in a future version.  If you rely on the current "
                          "behaviour, change it to %r" % path, FutureWarning, stacklevel=3)
        return path

    def find(self, path, namespaces=None):
        """Element.find() of the root."""
        return self._root.find(self._relative(path), namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """Element.findtext() of the root."""
        return self._root.findtext(self._relative(path), default, namespaces)

    def findall(self, path, namespaces=None):
        """Element.findall() of the root."""
        return self._root.findall(self._relative(path), namespaces)

    def iterfind(self, path, namespaces=None):
        """Element.iterfind() of the root."""
        return self._root.iterfind(self._relative(path), namespaces)

    def write(self, file_or_filename, encoding=None, xml_declaration=None, default_namespace=None, method=None, *,
              short_empty_elements=True):
        """Write the document. method: xml, html, text or c14n; encoding 'unicode' writes str."""
        if self._root is None:
            raise TypeError("ElementTree not initialized")
        if not method:
            method = "xml"
        elif method not in _serialize:
            raise ValueError("unknown method %r" % method)
        if not encoding:
            encoding = "utf-8" if method == "c14n" else "us-ascii"
        with _get_writer(file_or_filename, encoding) as (write, declared_encoding):
            if method == "xml" and (xml_declaration or (
                    xml_declaration is None and encoding.lower() != "unicode" and
                    declared_encoding.lower() not in ("utf-8", "us-ascii"))):
                write("<?xml version='1.0' encoding='%s'?>\n" % (declared_encoding,))
            if method == "text":
                _serialize_text(write, self._root)
            else:
                qnames, namespaces = _namespaces(self._root, default_namespace)
                serialize = _serialize[method]
                if encoding.lower() == "unicode" and type(file_or_filename) is not io.StringIO:
                    serialize(write, self._root, qnames, namespaces, short_empty_elements=short_empty_elements)
                    return
                # Many short pieces: a list takes them faster than a file. What comes before an error is written, too.
                pieces = []
                try:
                    serialize(pieces.append, self._root, qnames, namespaces, short_empty_elements=short_empty_elements)
                finally:
                    write("".join(pieces))

    def write_c14n(self, file):
        return self.write(file, method="c14n")


# --- Writing

@contextlib.contextmanager
def _get_writer(file_or_filename, encoding):
    """(function that writes str, the encoding) for a file given by name or open."""
    try:
        write = file_or_filename.write
    except AttributeError:
        if encoding.lower() == "unicode":
            encoding = "utf-8"
        with open(file_or_filename, "w", encoding=encoding, errors="xmlcharrefreplace") as file:
            yield file.write, encoding
        return
    if encoding.lower() == "unicode":
        yield write, getattr(file_or_filename, "encoding", None) or "utf-8"
        return
    with contextlib.ExitStack() as stack:
        if isinstance(file_or_filename, io.BufferedIOBase):
            file = file_or_filename
        elif isinstance(file_or_filename, io.RawIOBase):
            file = io.BufferedWriter(file_or_filename)
            stack.callback(file.detach)
        else:
            # Anything that can write bytes.
            file = io.BufferedIOBase()
            file.writable = lambda: True
            file.write = write
            try:
                file.seekable = file_or_filename.seekable
                file.tell = file_or_filename.tell
            except AttributeError:
                pass
        file = io.TextIOWrapper(file, encoding=encoding, errors="xmlcharrefreplace", newline="\n")
        stack.callback(file.detach)
        yield file.write, encoding


_namespace_map = {
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/1999/xhtml": "html",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://schemas.xmlsoap.org/wsdl/": "wsdl",
    "http://www.w3.org/2001/XMLSchema": "xs",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://purl.org/dc/elements/1.1/": "dc",
}


def register_namespace(prefix, uri):
    """The prefix to be written for a namespace."""
    if re.match(r"ns\d+$", prefix):
        raise ValueError("Prefix format reserved for internal use")
    for known, other in list(_namespace_map.items()):
        if known == uri or other == prefix:
            del _namespace_map[known]
    _namespace_map[uri] = prefix


register_namespace._namespace_map = _namespace_map


def _raise_serialization_error(text):
    raise TypeError("cannot serialize %r (type %s)" % (text, type(text).__name__))


def _namespaces(element, default_namespace=None):
    """(how each name is to be written, prefix of each namespace) of a tree."""
    qnames = {None: None}
    namespaces = {}
    if default_namespace:
        namespaces[default_namespace] = ""

    def add(name):
        try:
            if name[:1] == "{":
                uri, tag = name[1:].rsplit("}", 1)
                prefix = namespaces.get(uri)
                if prefix is None:
                    prefix = _namespace_map.get(uri)
                    if prefix is None:
                        prefix = "ns%d" % len(namespaces)
                    if prefix != "xml":
                        namespaces[uri] = prefix
                qnames[name] = "%s:%s" % (prefix, tag) if prefix else tag
            else:
                if default_namespace:
                    raise ValueError("cannot use non-qualified names with default_namespace option")
                qnames[name] = name
        except TypeError:
            _raise_serialization_error(name)

    for item in element.iter():
        tag = item.tag
        if isinstance(tag, str):
            if tag not in qnames:
                add(tag)
        elif isinstance(tag, QName):
            if tag.text not in qnames:
                add(tag.text)
        elif tag is not None and tag is not Comment and tag is not PI:
            _raise_serialization_error(tag)
        for key, value in item.items():
            if isinstance(key, QName):
                key = key.text
            if key not in qnames:
                add(key)
            if isinstance(value, QName) and value.text not in qnames:
                add(value.text)
        text = item.text
        if isinstance(text, QName) and text.text not in qnames:
            add(text.text)
    return qnames, namespaces


def _write_start(write, tag, element, qnames, namespaces, escape):
    """The start tag without its end."""
    write("<" + tag)
    items = element.items()
    if not items and not namespaces:
        return
    if namespaces:
        for uri, prefix in sorted(namespaces.items(), key=lambda item: item[1]):
            write(" xmlns%s=\"%s\"" % (":" + prefix if prefix else "", _escape_attrib(uri)))
    for key, value in items:
        if isinstance(key, QName):
            key = key.text
        value = qnames[value.text] if isinstance(value, QName) else escape(value)
        write(" %s=\"%s\"" % (qnames[key], value))


def _serialize_xml(write, element, qnames, namespaces, short_empty_elements, **kwargs):
    tag = element.tag
    text = element.text
    if tag is Comment:
        write("<!--%s-->" % text)
    elif tag is ProcessingInstruction:
        write("<?%s?>" % text)
    else:
        tag = qnames[tag.text if isinstance(tag, QName) else tag]
        if tag is None:
            if text:
                write(_escape_cdata(text))
            for child in element:
                _serialize_xml(write, child, qnames, None, short_empty_elements=short_empty_elements)
        else:
            _write_start(write, tag, element, qnames, namespaces, _escape_attrib)
            if text or len(element) or not short_empty_elements:
                write(">")
                if text:
                    write(qnames[text.text] if isinstance(text, QName) else _escape_cdata(text))
                for child in element:
                    _serialize_xml(write, child, qnames, None, short_empty_elements)
                write("</" + tag + ">")
            else:
                write(" />")
    if element.tail:
        write(_escape_cdata(element.tail))


HTML_EMPTY = {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta", "param",
              "source", "track", "wbr"}


def _serialize_html(write, element, qnames, namespaces, **kwargs):
    tag = element.tag
    text = element.text
    if tag is Comment:
        write("<!--%s-->" % _escape_cdata(text))
    elif tag is ProcessingInstruction:
        write("<?%s?>" % _escape_cdata(text))
    else:
        tag = qnames[tag.text if isinstance(tag, QName) else tag]
        if tag is None:
            if text:
                write(_escape_cdata(text))
            for child in element:
                _serialize_html(write, child, qnames, None)
        else:
            _write_start(write, tag, element, qnames, namespaces, _escape_attrib_html)
            write(">")
            lower = tag.lower()
            if text:
                write(text if lower in ("script", "style") else _escape_cdata(text))
            for child in element:
                _serialize_html(write, child, qnames, None)
            if lower not in HTML_EMPTY:
                write("</" + tag + ">")
    if element.tail:
        write(_escape_cdata(element.tail))


def _serialize_text(write, element):
    for part in element.itertext():
        write(part)
    if element.tail:
        write(element.tail)


_serialize = {"xml": _serialize_xml, "html": _serialize_html, "text": _serialize_text}


def _escape_cdata(text):
    try:
        if "&" in text:
            text = text.replace("&", "&amp;")
        if "<" in text:
            text = text.replace("<", "&lt;")
        if ">" in text:
            text = text.replace(">", "&gt;")
        return text
    except (TypeError, AttributeError):
        _raise_serialization_error(text)


def _escape_attrib(text):
    try:
        if text.isalnum():
            return text
        for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("\r", "&#13;"), ("\n", "&#10;"),
                                  ("\t", "&#09;")):
            if character in text:
                text = text.replace(character, entity)
        return text
    except (TypeError, AttributeError):
        _raise_serialization_error(text)


def _escape_attrib_html(text):
    try:
        for character, entity in (("&", "&amp;"), (">", "&gt;"), ("\"", "&quot;")):
            if character in text:
                text = text.replace(character, entity)
        return text
    except (TypeError, AttributeError):
        _raise_serialization_error(text)


def tostring(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """An element and what is below as bytes; encoding 'unicode' gives a str."""
    stream = io.StringIO() if encoding == "unicode" else io.BytesIO()
    ElementTree(element).write(stream, encoding, xml_declaration=xml_declaration, default_namespace=default_namespace, method=method,
                               short_empty_elements=short_empty_elements)
    return stream.getvalue()


class _ListDataStream(io.BufferedIOBase):
    """Collects what is written."""

    def __init__(self, lst):
        self.lst = lst

    def writable(self):
        return True

    def seekable(self):
        return True

    def write(self, b):
        self.lst.append(b)

    def tell(self):
        return len(self.lst)


def tostringlist(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """As tostring(), in pieces."""
    pieces = []
    ElementTree(element).write(_ListDataStream(pieces), encoding, xml_declaration=xml_declaration, default_namespace=default_namespace,
                               method=method, short_empty_elements=short_empty_elements)
    return pieces


def dump(elem):
    """Print an element, to look at it."""
    if not isinstance(elem, ElementTree):
        elem = ElementTree(elem)
    elem.write(sys.stdout, encoding="unicode")
    tail = elem.getroot().tail
    if not tail or tail[-1] != "\n":
        sys.stdout.write("\n")


def indent(tree, space="  ", level=0):
    """Put line ends and indentation between the elements of a tree."""
    if isinstance(tree, ElementTree):
        tree = tree.getroot()
    if level < 0:
        raise ValueError(f"Initial indentation level must be >= 0, got {level}")
    if not len(tree):
        return
    margins = ["\n" + level * space]

    def indent_children(element, level):
        if level + 1 >= len(margins):
            margins.append(margins[level] + space)
        inner = margins[level + 1]
        if not element.text or not element.text.strip():
            element.text = inner
        for child in element:
            if len(child):
                indent_children(child, level + 1)
            if not child.tail or not child.tail.strip():
                child.tail = inner
        # The end tag stands further out.
        if not child.tail.strip():
            child.tail = margins[level]
    indent_children(tree, 0)


# --- Reading

def parse(source, parser=None):
    """Read a file, given by name or open, as an ElementTree."""
    tree = ElementTree()
    tree.parse(source, parser)
    return tree


def iterparse(source, events=None, parser=None):
    """Read a file and tell as elements start and end: (event, element) pairs. `root` is the root element afterwards."""
    pull = XMLPullParser(events=events, _parser=parser)
    if not hasattr(source, "read"):
        source = open(source, "rb")
        close_source = True
    else:
        close_source = False

    def iterator(source):
        try:
            while True:
                yield from pull.read_events()
                data = source.read(16 * 1024)
                if not data:
                    break
                pull.feed(data)
            root = pull._close_and_return_root()
            yield from pull.read_events()
            it = reference()
            if it is not None:
                it.root = root
        finally:
            if close_source:
                source.close()
    generator = iterator(source)

    class IterParseIterator(collections.abc.Iterator):
        __next__ = generator.__next__

        def close(self):
            if close_source:
                source.close()
            generator.close()

        def __del__(self):
            if close_source:
                source.close()
    it = IterParseIterator()
    it.root = None
    reference = weakref.ref(it)
    return it


class XMLPullParser:
    """Is fed pieces of XML, and asked for events in between."""

    def __init__(self, events=None, *, _parser=None):
        self._events_queue = collections.deque()
        self._parser = _parser or XMLParser(target=TreeBuilder())
        if events is None:
            events = ("end",)
        self._parser._setevents(self._events_queue, events)

    def feed(self, data):
        """Take a piece of XML."""
        if self._parser is None:
            raise ValueError("feed() called after end of stream")
        if data:
            try:
                self._parser.feed(data)
            except SyntaxError as error:
                self._events_queue.append(error)

    def _close_and_return_root(self):
        root = self._parser.close()
        self._parser = None
        return root

    def close(self):
        """That was all."""
        self._close_and_return_root()

    def read_events(self):
        """The (event, element) pairs that nobody has read yet."""
        events = self._events_queue
        while events:
            event = events.popleft()
            if isinstance(event, Exception):
                raise event
            yield event

    def flush(self):
        """Have libexpat look at what it put off."""
        if self._parser is None:
            raise ValueError("flush() called after end of stream")
        self._parser.flush()


def XML(text, parser=None):
    """The root element of a document in a str or bytes."""
    if not parser:
        parser = XMLParser(target=TreeBuilder())
    parser.feed(text)
    return parser.close()


fromstring = XML


def XMLID(text, parser=None):
    """(root element, dict of elements by their attribute id)."""
    tree = XML(text, parser)
    return tree, {element.get("id"): element for element in tree.iter() if element.get("id")}


def fromstringlist(sequence, parser=None):
    """The root element of a document in pieces."""
    if not parser:
        parser = XMLParser(target=TreeBuilder())
    for text in sequence:
        parser.feed(text)
    return parser.close()


class TreeBuilder(_xml_trees.Builder):
    """Makes elements of starts, texts and ends; close() gives the root."""

    def __init__(self, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False):
        self._comment_factory = Comment if comment_factory is None else comment_factory
        self.insert_comments = insert_comments
        self._pi_factory = ProcessingInstruction if pi_factory is None else pi_factory
        self.insert_pis = insert_pis
        self._factory = Element if element_factory is None else element_factory

    def close(self):
        """The root element."""
        assert len(self._elem) == 0, "missing end tags"
        assert self._root is not None, "missing toplevel element"
        return self._root

    def comment(self, text, /):
        """A comment."""
        return self._handle_single(self._comment_factory, self.insert_comments, text)

    def pi(self, target, text=None, /):
        """A processing instruction."""
        return self._handle_single(self._pi_factory, self.insert_pis, target, text)

    def _handle_single(self, factory, insert, *args):
        element = factory(*args)
        if insert:
            self._flush()
            self._last = element
            if self._elem:
                self._elem[-1].append(element)
            self._tail = 1
        return element


class XMLParser:
    """Gives XML to a target: an object with the methods of TreeBuilder, or some of them."""

    def __init__(self, *, target=None, encoding=None):
        from xml.parsers import expat
        self.parser = self._parser = parser = expat.ParserCreate(encoding, "}")
        if target is None:
            target = TreeBuilder()
        self.target = self._target = target
        self._error = expat.error
        self._names = {}
        parser.DefaultHandlerExpand = self._default
        if hasattr(target, "start"):
            self._start = target.start
            parser.StartElementHandler = _xml_trees._handler(self._names, target.start)
        if hasattr(target, "end"):
            self._end = target.end
            parser.EndElementHandler = _xml_trees._handler(self._names, target.end)
        if hasattr(target, "start_ns"):
            parser.StartNamespaceDeclHandler = self._start_ns
        if hasattr(target, "end_ns"):
            parser.EndNamespaceDeclHandler = self._end_ns
        if hasattr(target, "data"):
            parser.CharacterDataHandler = target.data
        if hasattr(target, "comment"):
            parser.CommentHandler = target.comment
        if hasattr(target, "pi"):
            parser.ProcessingInstructionHandler = target.pi
        # Other targets are told texts as they come.
        parser.buffer_text = isinstance(target, TreeBuilder)
        parser.ordered_attributes = True
        self._doctype = None
        self.entity = {}
        try:
            self.version = "Expat %d.%d.%d" % expat.version_info
        except AttributeError:
            pass

    def _setevents(self, events_queue, events_to_report):
        parser = self._parser
        append = events_queue.append
        for event_name in events_to_report:
            if event_name == "start":
                parser.StartElementHandler = _xml_trees._handler(self._names, self._start, append, event_name)
            elif event_name == "end":
                parser.EndElementHandler = _xml_trees._handler(self._names, self._end, append, event_name)
            elif event_name == "start-ns":
                if hasattr(self.target, "start_ns"):
                    def handler(prefix, uri, event=event_name, append=append, start_ns=self._start_ns):
                        append((event, start_ns(prefix, uri)))
                else:
                    def handler(prefix, uri, event=event_name, append=append):
                        append((event, (prefix or "", uri or "")))
                parser.StartNamespaceDeclHandler = handler
            elif event_name == "end-ns":
                if hasattr(self.target, "end_ns"):
                    def handler(prefix, event=event_name, append=append, end_ns=self._end_ns):
                        append((event, end_ns(prefix)))
                else:
                    def handler(prefix, event=event_name, append=append):
                        append((event, None))
                parser.EndNamespaceDeclHandler = handler
            elif event_name == "comment":
                def handler(text, event=event_name, append=append, self=self):
                    append((event, self.target.comment(text)))
                parser.CommentHandler = handler
            elif event_name == "pi":
                def handler(pi_target, data, event=event_name, append=append, self=self):
                    append((event, self.target.pi(pi_target, data)))
                parser.ProcessingInstructionHandler = handler
            else:
                raise ValueError("unknown event %r" % event_name)

    def _raise_error(self, value):
        error = ParseError(value)
        error.code = value.code
        error.position = value.lineno, value.offset
        raise error

    def _start_ns(self, prefix, uri):
        return self.target.start_ns(prefix or "", uri or "")

    def _end_ns(self, prefix):
        return self.target.end_ns(prefix or "")

    def _default(self, text):
        prefix = text[:1]
        if prefix == "&":
            # An entity that the document does not declare.
            try:
                data_handler = self.target.data
            except AttributeError:
                return
            try:
                data_handler(self.entity[text[1:-1]])
            except KeyError:
                from xml.parsers import expat
                error = expat.error("undefined entity %s: line %d, column %d" %
                                    (text, self.parser.ErrorLineNumber, self.parser.ErrorColumnNumber))
                error.code = 11
                error.lineno = self.parser.ErrorLineNumber
                error.offset = self.parser.ErrorColumnNumber
                raise error
        elif prefix == "<" and text == "<!DOCTYPE":
            self._doctype = []
        elif self._doctype is not None:
            if prefix == ">":
                self._doctype = None
                return
            text = text.strip()
            if not text:
                return
            self._doctype.append(text)
            count = len(self._doctype)
            if count > 2:
                kind = self._doctype[1]
                if kind == "PUBLIC" and count == 4:
                    name, kind, pubid, system = self._doctype
                    pubid = pubid[1:-1] if pubid else pubid
                elif kind == "SYSTEM" and count == 3:
                    name, kind, system = self._doctype
                    pubid = None
                else:
                    return
                if hasattr(self.target, "doctype"):
                    self.target.doctype(name, pubid, system[1:-1])
                elif hasattr(self, "doctype"):
                    import warnings
                    warnings.warn("The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.",
                                  RuntimeWarning)
                self._doctype = None

    def feed(self, data, /):
        """Take a piece of XML."""
        try:
            self.parser.Parse(data, False)
        except self._error as error:
            self._raise_error(error)

    def close(self):
        """That was all; what close() of the target returns."""
        try:
            self.parser.Parse(b"", True)
        except self._error as error:
            self._raise_error(error)
        try:
            close_handler = self.target.close
        except AttributeError:
            return None
        try:
            return close_handler()
        finally:
            del self.parser, self._parser
            del self.target, self._target

    def flush(self):
        """Have libexpat look at what it put off."""
        was_enabled = self.parser.GetReparseDeferralEnabled()
        try:
            self.parser.SetReparseDeferralEnabled(False)
            self.parser.Parse(b"", False)
        except self._error as error:
            self._raise_error(error)
        finally:
            self.parser.SetReparseDeferralEnabled(was_enabled)


# --- Canonical form

def canonicalize(xml_data=None, *, out=None, from_file=None, **options):
    """A document in the form that is the same for all ways to write it (C14N 2.0); a str, or written into the file `out`."""
    if xml_data is None and from_file is None:
        raise ValueError("Either 'xml_data' or 'from_file' must be provided as input")
    result = io.StringIO() if out is None else None
    from ._canonical import C14NWriterTarget
    parser = XMLParser(target=C14NWriterTarget((result or out).write, **options))
    if xml_data is not None:
        parser.feed(xml_data)
        parser.close()
    elif from_file is not None:
        parse(from_file, parser=parser)
    return result.getvalue() if result is not None else None


def __getattr__(name):
    if name == "C14NWriterTarget":
        from ._canonical import C14NWriterTarget
        globals()[name] = C14NWriterTarget
        return C14NWriterTarget
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
