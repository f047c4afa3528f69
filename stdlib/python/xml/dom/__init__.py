"""The Document Object Model: xml.dom.minidom is an implementation. Here are the numbers of node types and the exceptions."""


class Node:
    """What all kinds of nodes are numbered by."""

    __slots__ = ()

    ELEMENT_NODE = 1
    ATTRIBUTE_NODE = 2
    TEXT_NODE = 3
    CDATA_SECTION_NODE = 4
    ENTITY_REFERENCE_NODE = 5
    ENTITY_NODE = 6
    PROCESSING_INSTRUCTION_NODE = 7
    COMMENT_NODE = 8
    DOCUMENT_NODE = 9
    DOCUMENT_TYPE_NODE = 10
    DOCUMENT_FRAGMENT_NODE = 11
    NOTATION_NODE = 12


INDEX_SIZE_ERR = 1
DOMSTRING_SIZE_ERR = 2
HIERARCHY_REQUEST_ERR = 3
WRONG_DOCUMENT_ERR = 4
INVALID_CHARACTER_ERR = 5
NO_DATA_ALLOWED_ERR = 6
NO_MODIFICATION_ALLOWED_ERR = 7
NOT_FOUND_ERR = 8
NOT_SUPPORTED_ERR = 9
INUSE_ATTRIBUTE_ERR = 10
INVALID_STATE_ERR = 11
SYNTAX_ERR = 12
INVALID_MODIFICATION_ERR = 13
NAMESPACE_ERR = 14
INVALID_ACCESS_ERR = 15
VALIDATION_ERR = 16


class DOMException(Exception):
    """What the classes below have in common: `code`."""

    def __init__(self, *args, **kw):
        if self.__class__ is DOMException:
            raise RuntimeError("DOMException should not be instantiated directly")
        Exception.__init__(self, *args, **kw)

    def _get_code(self):
        return self.code


def _exception(name, code, documentation):
    return type(name, (DOMException,), {"code": code, "__doc__": documentation, "__module__": __name__})


IndexSizeErr = _exception("IndexSizeErr", INDEX_SIZE_ERR, "A position is outside of a text.")
DomstringSizeErr = _exception("DomstringSizeErr", DOMSTRING_SIZE_ERR, "A text is too long.")
HierarchyRequestErr = _exception("HierarchyRequestErr", HIERARCHY_REQUEST_ERR, "A node cannot be there.")
WrongDocumentErr = _exception("WrongDocumentErr", WRONG_DOCUMENT_ERR, "A node belongs to another document.")
InvalidCharacterErr = _exception("InvalidCharacterErr", INVALID_CHARACTER_ERR, "A character cannot be there.")
NoDataAllowedErr = _exception("NoDataAllowedErr", NO_DATA_ALLOWED_ERR, "A node has no data.")
NoModificationAllowedErr = _exception("NoModificationAllowedErr", NO_MODIFICATION_ALLOWED_ERR, "A node cannot be changed.")
NotFoundErr = _exception("NotFoundErr", NOT_FOUND_ERR, "There is no such node.")
NotSupportedErr = _exception("NotSupportedErr", NOT_SUPPORTED_ERR, "This is not supported.")
InuseAttributeErr = _exception("InuseAttributeErr", INUSE_ATTRIBUTE_ERR, "An attribute belongs to another element.")
InvalidStateErr = _exception("InvalidStateErr", INVALID_STATE_ERR, "An object is no longer usable.")
SyntaxErr = _exception("SyntaxErr", SYNTAX_ERR, "A text is not as it must be.")
InvalidModificationErr = _exception("InvalidModificationErr", INVALID_MODIFICATION_ERR, "The kind of an object cannot be changed.")
NamespaceErr = _exception("NamespaceErr", NAMESPACE_ERR, "A name and its namespace do not go together.")
InvalidAccessErr = _exception("InvalidAccessErr", INVALID_ACCESS_ERR, "An object has no such operation.")
ValidationErr = _exception("ValidationErr", VALIDATION_ERR, "A document would no longer be valid.")

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/"
XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
EMPTY_NAMESPACE = None
EMPTY_PREFIX = None


class UserDataHandler:
    """What happened to a node that has user data."""

    NODE_CLONED = 1
    NODE_IMPORTED = 2
    NODE_DELETED = 3
    NODE_RENAMED = 4


def getDOMImplementation(name=None, features=()):
    """The implementation: minidom's."""
    from . import minidom
    if name is not None and name not in ("minidom", "pulldom"):
        raise ImportError(f"no DOM implementation named {name!r}")
    return minidom.getDOMImplementation(features)
