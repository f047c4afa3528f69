"""The Document Object Model: xml.dom.minidom is an implementation. Here are the numbers of node types and the exceptions."""


class Node:
    """What all kinds of nodes are numbered by."""

    __slots__ = ()

    (ELEMENT_NODE, ATTRIBUTE_NODE, TEXT_NODE, CDATA_SECTION_NODE, ENTITY_REFERENCE_NODE, ENTITY_NODE, PROCESSING_INSTRUCTION_NODE,
     COMMENT_NODE, DOCUMENT_NODE, DOCUMENT_TYPE_NODE, DOCUMENT_FRAGMENT_NODE, NOTATION_NODE) = range(1, 13)


(INDEX_SIZE_ERR, DOMSTRING_SIZE_ERR, HIERARCHY_REQUEST_ERR, WRONG_DOCUMENT_ERR, INVALID_CHARACTER_ERR, NO_DATA_ALLOWED_ERR,
 NO_MODIFICATION_ALLOWED_ERR, NOT_FOUND_ERR, NOT_SUPPORTED_ERR, INUSE_ATTRIBUTE_ERR, INVALID_STATE_ERR, SYNTAX_ERR,
 INVALID_MODIFICATION_ERR, NAMESPACE_ERR, INVALID_ACCESS_ERR, VALIDATION_ERR) = range(1, 17)


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

XML_NAMESPACE, XMLNS_NAMESPACE = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"
XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
EMPTY_NAMESPACE = EMPTY_PREFIX = None


class UserDataHandler:
    """What happened to a node that has user data."""

    NODE_CLONED, NODE_IMPORTED, NODE_DELETED, NODE_RENAMED = range(1, 5)


def getDOMImplementation(name=None, features=()):
    """The implementation: minidom's."""
    from . import minidom
    if name is not None and name not in ("minidom", "pulldom"):
        raise ImportError(f"no DOM implementation named {name!r}")
    return minidom.getDOMImplementation(features)
