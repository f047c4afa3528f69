"""XML: xml.etree.ElementTree (trees of elements), xml.dom (the Document Object Model), xml.sax (events), xml.parsers.expat."""

__all__ = ["dom", "parsers", "sax", "etree"]
