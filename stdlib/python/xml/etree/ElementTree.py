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
    return _special(Comment, text)


def ProcessingInstruction(target, text=None):
    """A processing instruction as an element; its tag is this function."""
    return _special(ProcessingInstruction, f"{target} {text}" if text else target)


def _special(tag, text):
    element = Element(tag)
    element.text = text
    return element


PI = ProcessingInstruction


class QName:
    """A name with its namespace, for tags and attributes that are to be written."""

    def __init__(self, text_or_uri, tag=None):
        self.text = f"{{{text_or_uri}}}{tag}" if tag else text_or_uri

    def __repr__(self):
        return f"<{type(self).__name__} {self.text!r}>"

    def __str__(self):
        return self.text

    def __hash__(self):
        return hash(self.text)

    # Names are in the order of their texts, also among plain strings.

    def __eq__(self, other):
        return self.text == _text_of(other)

    def __lt__(self, other):
        return self.text < _text_of(other)

    def __le__(self, other):
        return self.text <= _text_of(other)

    def __gt__(self, other):
        return self.text > _text_of(other)

    def __ge__(self, other):
        return self.text >= _text_of(other)


def _text_of(name):
    return name.text if isinstance(name, QName) else name


def _opened(source):
    """A context manager of a file given by name, which it closes, or open."""
    return contextlib.nullcontext(source) if hasattr(source, "read") else open(source, "rb")


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
        with _opened(source) as file:
            if parser is None:
                parser = XMLParser()
            while data := file.read(65536):
                parser.feed(data)
            self._root = parser.close()
        return self._root

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
        method = method or "xml"
        if method not in _serialize:
            raise ValueError(f"unknown method {method!r}")
        encoding = encoding or ("utf-8" if method == "c14n" else "us-ascii")
        with _get_writer(file_or_filename, encoding) as (write, declared_encoding):
            if method == "xml":
                if xml_declaration is None:
                    # Without one a document is in UTF-8, as ASCII is, too.
                    xml_declaration = encoding.lower() != "unicode" and declared_encoding.lower() not in ("utf-8", "us-ascii")
                if xml_declaration:
                    write(f"<?xml version='1.0' encoding='{declared_encoding}'?>\n")
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
    as_text = encoding.lower() == "unicode"
    if not hasattr(file_or_filename, "write"):
        encoding = "utf-8" if as_text else encoding
        with open(file_or_filename, "w", encoding=encoding, errors="xmlcharrefreplace") as file:
            yield file.write, encoding
    elif as_text:
        yield file_or_filename.write, getattr(file_or_filename, "encoding", None) or "utf-8"
    else:
        with contextlib.ExitStack() as cleanup:
            file = file_or_filename
            if isinstance(file, io.RawIOBase):
                file = io.BufferedWriter(file)
                cleanup.callback(file.detach)
            elif not isinstance(file, io.BufferedIOBase):
                file = _buffered(file)
            text = io.TextIOWrapper(file, encoding=encoding, errors="xmlcharrefreplace", newline="\n")
            # What was given stays open.
            cleanup.callback(text.detach)
            yield text.write, encoding


def _buffered(writer):
    """What can write bytes, as a file that a TextIOWrapper takes."""
    file = io.BufferedIOBase()
    file.writable = lambda: True
    for name in ("write", "seekable", "tell"):
        if hasattr(writer, name):
            setattr(file, name, getattr(writer, name))
    return file


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
    raise TypeError(f"cannot serialize {text!r} (type {type(text).__name__})")


def _names_in(element):
    """All names in a tree that are to be written, as strings, each once."""
    names = {}
    for item in element.iter():
        tag, text = item.tag, item.text
        if isinstance(tag, (str, QName)):
            names[_text_of(tag)] = True
        elif tag is not None and tag is not Comment and tag is not ProcessingInstruction:
            _raise_serialization_error(tag)
        for key, value in item.items():
            names[_text_of(key)] = True
            if isinstance(value, QName):
                names[value.text] = True
        if isinstance(text, QName):
            names[text.text] = True
    return names


def _namespaces(element, default_namespace=None):
    """(how each name is to be written, prefix of each namespace) of a tree."""
    prefixes = {default_namespace: ""} if default_namespace else {}

    def prefix_of(uri):
        if uri in prefixes:
            return prefixes[uri]
        prefix = _namespace_map.get(uri) or f"ns{len(prefixes)}"
        if prefix != "xml":  # which needs no declaration
            prefixes[uri] = prefix
        return prefix

    def written(name):
        try:
            is_plain = name[:1] != "{"
        except TypeError:
            _raise_serialization_error(name)
        if is_plain:
            if default_namespace:
                raise ValueError("cannot use non-qualified names with default_namespace option")
            return name
        uri, tag = name[1:].rsplit("}", 1)
        prefix = prefix_of(uri)
        return f"{prefix}:{tag}" if prefix else tag

    return {None: None} | {name: written(name) for name in _names_in(element)}, prefixes


def _write_start(write, tag, element, qnames, namespaces, escape):
    """The start tag without its end."""
    write("<" + tag)
    if namespaces:
        for prefix, uri in sorted([(prefix, uri) for uri, prefix in namespaces.items()]):
            write(f' xmlns:{prefix}="{_escape_attrib(uri)}"' if prefix else f' xmlns="{_escape_attrib(uri)}"')
    for key, value in element.items():
        value = qnames[value.text] if isinstance(value, QName) else escape(value)
        write(f' {qnames[_text_of(key)]}="{value}"')


# How elements are written whose tags are no names.
_special_forms = {Comment: "<!--%s-->", ProcessingInstruction: "<?%s?>"}


def _serialize_xml(write, element, qnames, namespaces, short_empty_elements, **kwargs):
    tag, text = element.tag, element.text
    if tag is Comment or tag is ProcessingInstruction:
        write(_special_forms[tag] % text)
    else:
        # Without a name only what is inside is written.
        name = qnames[_text_of(tag)]
        is_short = short_empty_elements and not text and not len(element)
        if name is not None:
            _write_start(write, name, element, qnames, namespaces, _escape_attrib)
            write(" />" if is_short else ">")
        if text:
            write(qnames[text.text] if isinstance(text, QName) else _escape_cdata(text))
        for child in element:
            _serialize_xml(write, child, qnames, None, short_empty_elements=short_empty_elements)
        if name is not None and not is_short:
            write(f"</{name}>")
    if element.tail:
        write(_escape_cdata(element.tail))


HTML_EMPTY = {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta", "param",
              "source", "track", "wbr"}


def _serialize_html(write, element, qnames, namespaces, **kwargs):
    tag, text = element.tag, element.text
    if tag is Comment or tag is ProcessingInstruction:
        write(_special_forms[tag] % _escape_cdata(text))
    else:
        name = qnames[_text_of(tag)]
        kind = "" if name is None else name.lower()
        if kind:
            _write_start(write, name, element, qnames, namespaces, _escape_attrib_html)
            write(">")
        if text:
            write(text if kind in ("script", "style") else _escape_cdata(text))
        for child in element:
            _serialize_html(write, child, qnames, None)
        if kind and kind not in HTML_EMPTY:
            write(f"</{name}>")
    if element.tail:
        write(_escape_cdata(element.tail))


def _serialize_text(write, element):
    for part in element.itertext():
        write(part)
    if element.tail:
        write(element.tail)


_serialize = {"xml": _serialize_xml, "html": _serialize_html, "text": _serialize_text}


def _escaping(entities):
    """A function that replaces characters by entities."""
    table = str.maketrans(entities)

    def escape(text):
        try:
            if not text.isalnum():
                for character in entities:
                    if character in text:
                        return text.translate(table)
            return text
        except (TypeError, AttributeError):
            _raise_serialization_error(text)

    return escape


_escape_cdata = _escaping({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_escape_attrib = _escaping({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
_escape_attrib_html = _escaping({"&": "&amp;", ">": "&gt;", '"': "&quot;"})


def tostring(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """An element and what is below as bytes; encoding 'unicode' gives a str."""
    stream = io.StringIO() if encoding == "unicode" else io.BytesIO()
    ElementTree(element).write(stream, encoding, xml_declaration=xml_declaration, default_namespace=default_namespace, method=method,
                               short_empty_elements=short_empty_elements)
    return stream.getvalue()


class _ListDataStream(io.BufferedIOBase):
    """Collects what is written."""

    def __init__(self, pieces):
        self.write = pieces.append
        self.tell = pieces.__len__

    def writable(self):
        return True

    seekable = writable


def tostringlist(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """As tostring(), in pieces."""
    pieces = []
    ElementTree(element).write(_ListDataStream(pieces), encoding, xml_declaration=xml_declaration, default_namespace=default_namespace,
                               method=method, short_empty_elements=short_empty_elements)
    return pieces


def dump(elem):
    """Print an element, to look at it."""
    tree = elem if isinstance(elem, ElementTree) else ElementTree(elem)
    tree.write(sys.stdout, encoding="unicode")
    if not (tree.getroot().tail or "").endswith("\n"):
        print()


def indent(tree, space="  ", level=0):
    """Put line ends and indentation between the elements of a tree."""
    if level < 0:
        raise ValueError(f"Initial indentation level must be >= 0, got {level}")

    def indent_children(parent, outer):
        inner = outer + space
        if _is_blank(parent.text):
            parent.text = inner
        for child in parent:
            if len(child):
                indent_children(child, inner)
            if _is_blank(child.tail):
                child.tail = inner
        # The end tag stands further out.
        if _is_blank(child.tail):
            child.tail = outer

    root = tree.getroot() if isinstance(tree, ElementTree) else tree
    if len(root):
        indent_children(root, "\n" + level * space)


def _is_blank(text):
    return not text or not text.strip()


# --- Reading

def parse(source, parser=None):
    """Read a file, given by name or open, as an ElementTree."""
    tree = ElementTree()
    tree.parse(source, parser)
    return tree


def iterparse(source, events=None, parser=None):
    """Read a file and tell as elements start and end: (event, element) pairs. `root` is the root element afterwards."""
    return IterParseIterator(XMLPullParser(events=events, _parser=parser), source)


class IterParseIterator(collections.abc.Iterator):
    """What iterparse() returns. It closes the file if it has opened it."""

    root = None

    def __init__(self, parser, source):
        self._files = contextlib.ExitStack()
        file = self._files.enter_context(_opened(source))
        # Its events must not keep the iterator alive.
        self._events = _events_of(file, parser, self._files, weakref.ref(self))

    def __next__(self):
        return next(self._events)

    def close(self):
        self._files.close()
        self._events.close()

    def __del__(self):
        if hasattr(self, "_files"):
            self._files.close()


def _events_of(file, parser, files, iterator):
    with files:
        data = True
        while data:
            yield from parser.read_events()
            data = file.read(16 * 1024)
            parser.feed(data)
        root = parser._close_and_return_root()
        yield from parser.read_events()
        if (it := iterator()) is not None:
            it.root = root


class XMLPullParser:
    """Is fed pieces of XML, and asked for events in between."""

    def __init__(self, events=None, *, _parser=None):
        self._waiting = collections.deque()
        self._parser = _parser or XMLParser(target=TreeBuilder())
        self._parser._setevents(self._waiting, ("end",) if events is None else events)

    def feed(self, data):
        """Take a piece of XML."""
        if self._parser is None:
            raise ValueError("feed() called after end of stream")
        if not data:
            return
        try:
            self._parser.feed(data)
        except SyntaxError as error:
            # Comes in its turn, behind the events of what was right.
            self._waiting.append(error)

    def close(self):
        """That was all."""
        self._close_and_return_root()

    def _close_and_return_root(self):
        root = self._parser.close()
        self._parser = None
        return root

    def read_events(self):
        """The (event, element) pairs that nobody has read yet."""
        waiting = self._waiting
        while waiting:
            event = waiting.popleft()
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
    return fromstringlist([text], parser)


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
        self._factory = element_factory if element_factory is not None else Element
        self._comment_factory = comment_factory if comment_factory is not None else Comment
        self._pi_factory = pi_factory if pi_factory is not None else ProcessingInstruction
        self.insert_comments, self.insert_pis = insert_comments, insert_pis

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
        self.target = self._target = target = TreeBuilder() if target is None else target
        self.version = "Expat %d.%d.%d" % expat.version_info
        self.entity = {}  # What stands for entities that the document does not declare.
        self._error = expat.error
        self._names = {}
        self._doctype = None  # Its parts, while one is being read.
        parser.ordered_attributes = True
        # Other targets are told texts as they come.
        parser.buffer_text = isinstance(target, TreeBuilder)
        parser.DefaultHandlerExpand = self._default
        if hasattr(target, "start"):
            self._start = target.start
            parser.StartElementHandler = _xml_trees._handler(self._names, target.start)
        if hasattr(target, "end"):
            self._end = target.end
            parser.EndElementHandler = _xml_trees._handler(self._names, target.end)
        for method, handler, function in (
            ("start_ns", "StartNamespaceDeclHandler", self._start_ns),
            ("end_ns", "EndNamespaceDeclHandler", self._end_ns),
            ("data", "CharacterDataHandler", None),
            ("comment", "CommentHandler", None),
            ("pi", "ProcessingInstructionHandler", None),
        ):
            if hasattr(target, method):
                setattr(parser, handler, function or getattr(target, method))

    def _setevents(self, events_queue, events_to_report):
        parser, put = self._parser, events_queue.append

        def reporting(event, function):
            return lambda *arguments: put((event, function(*arguments)))

        for event in events_to_report:
            match event:
                case "start":
                    parser.StartElementHandler = _xml_trees._handler(self._names, self._start, put, event)
                case "end":
                    parser.EndElementHandler = _xml_trees._handler(self._names, self._end, put, event)
                case "start-ns":
                    tell = self._start_ns if hasattr(self.target, "start_ns") else lambda prefix, uri: (prefix or "", uri or "")
                    parser.StartNamespaceDeclHandler = reporting(event, tell)
                case "end-ns":
                    tell = self._end_ns if hasattr(self.target, "end_ns") else lambda prefix: None
                    parser.EndNamespaceDeclHandler = reporting(event, tell)
                case "comment":
                    parser.CommentHandler = reporting(event, lambda text: self.target.comment(text))
                case "pi":
                    parser.ProcessingInstructionHandler = reporting(event, lambda target, data: self.target.pi(target, data))
                case _:
                    raise ValueError(f"unknown event {event!r}")

    def _start_ns(self, prefix, uri):
        return self.target.start_ns(prefix or "", uri or "")

    def _end_ns(self, prefix):
        return self.target.end_ns(prefix or "")

    def _default(self, text):
        """What no other handler is for: entities, and the parts of the document's type."""
        if text[:1] == "&":
            if hasattr(self.target, "data"):
                self.target.data(self._replacement(text))
        elif text == "<!DOCTYPE":
            self._doctype = []
        elif self._doctype is not None:
            self._read_doctype(text)

    def _replacement(self, reference):
        try:
            return self.entity[reference[1:-1]]
        except KeyError:
            line, column = self.parser.ErrorLineNumber, self.parser.ErrorColumnNumber
            error = self._error(f"undefined entity {reference}: line {line}, column {column}")
            error.code, error.lineno, error.offset = 11, line, column
            raise error

    def _read_doctype(self, text):
        if text[:1] == ">":
            self._doctype = None
            return
        if part := text.strip():
            self._doctype.append(part)
        match self._doctype:
            case [name, "PUBLIC", public, system]:
                public = public[1:-1]
            case [name, "SYSTEM", system]:
                public = None
            case _:
                return
        self._doctype = None
        if hasattr(self.target, "doctype"):
            self.target.doctype(name, public, system[1:-1])
        elif hasattr(self, "doctype"):
            import warnings
            warnings.warn("The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.",
                          RuntimeWarning)

    def _parse(self, data, is_last):
        try:
            self.parser.Parse(data, is_last)
        except self._error as cause:
            error = ParseError(cause)
            error.code, error.position = cause.code, (cause.lineno, cause.offset)
            raise error

    def feed(self, data, /):
        """Take a piece of XML."""
        self._parse(data, False)

    def flush(self):
        """Have libexpat look at what it put off."""
        parser = self.parser
        puts_off = parser.GetReparseDeferralEnabled()
        parser.SetReparseDeferralEnabled(False)
        try:
            self._parse(b"", False)
        finally:
            parser.SetReparseDeferralEnabled(puts_off)

    def close(self):
        """That was all; what close() of the target returns."""
        self._parse(b"", True)
        if not hasattr(self.target, "close"):
            return None
        try:
            return self.target.close()
        finally:
            del self.parser, self._parser, self.target, self._target


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
