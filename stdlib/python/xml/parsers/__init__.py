"""The parsers that the other packages stand on: xml.parsers.expat."""
