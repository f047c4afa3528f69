"""Policies: how messages are read and written."""


class Policy:
    """Settings: max_line_length, linesep, cte_type, raise_on_defect, mangle_from_, message_factory. clone() changes some."""

    raise_on_defect = False
    linesep = "\n"
    cte_type = "8bit"
    max_line_length = 78
    mangle_from_ = False
    message_factory = None
    verify_generated_headers = True
    utf8 = False
    refold_source = "long"

    def __init__(self, **kw):
        for name, value in kw.items():
            if not hasattr(self, name):
                raise TypeError("{!r} is an invalid keyword argument for {}".format(name, self.__class__.__name__))
            self.__dict__[name] = value

    def __repr__(self):
        return "{}({})".format(self.__class__.__name__, ", ".join("{}={!r}".format(*item) for item in self.__dict__.items()))

    def clone(self, **kw):
        """A copy with other settings."""
        return self.__class__(**{**self.__dict__, **kw})

    def __setattr__(self, name, value):
        raise AttributeError("{!r} object attribute {!r} is read-only".format(self.__class__.__name__, name) if hasattr(self, name) else
                             "{!r} object has no attribute {!r}".format(self.__class__.__name__, name))

    def __add__(self, other):
        return self.clone(**other.__dict__)

    def handle_defect(self, obj, defect):
        """Raise a defect, or remember it."""
        if self.raise_on_defect:
            raise defect
        self.register_defect(obj, defect)

    def register_defect(self, obj, defect):
        obj.defects.append(defect)

    def header_max_count(self, name):
        """How many headers of a name there may be."""
        return None

    def header_source_parse(self, sourcelines):
        """(name, value) of the lines of a header."""
        name, value = sourcelines[0].split(":", 1)
        value = value.lstrip(" \t\r\n") + "".join(sourcelines[1:])
        return name, value.rstrip("\r\n")

    def header_store_parse(self, name, value):
        """(name, value) as they are kept."""
        return name, value

    def header_fetch_parse(self, name, value):
        """A value as it is given out."""
        return value

    def fold(self, name, value):
        """A header as it is written."""
        raise NotImplementedError

    def fold_binary(self, name, value):
        return self.fold(name, value).encode("ascii", "surrogateescape")


def _has_raw_bytes(text):
    # They stand in the text as halves of pairs.
    return not text.isascii() and any("\udc80" <= character <= "\udcff" for character in text)


class Compat32(Policy):
    """The behaviour of 3.2: values are str as they stand in the message."""

    mangle_from_ = True

    def header_fetch_parse(self, name, value):
        """A value as it is given out: one with bytes of an unknown encoding as a Header."""
        from email.header import Header
        if isinstance(value, str) and _has_raw_bytes(value):
            return Header(value, "unknown-8bit", header_name=name)
        return value

    def fold_binary(self, name, value):
        if isinstance(value, str) and _has_raw_bytes(value):
            # As they came.
            return ("%s: %s%s" % (name, value, self.linesep)).encode("ascii", "surrogateescape")
        return super().fold_binary(name, value)

    def fold(self, name, value):
        from email.header import Header
        text = str(value)
        if isinstance(value, str) and text.isascii():
            header = Header(text, header_name=name)
        elif isinstance(value, str) and _has_raw_bytes(value):
            header = Header(value, "unknown-8bit", header_name=name)
        elif isinstance(value, str):
            header = Header(text, "utf-8", header_name=name)
        else:
            header = value
        return "%s: %s%s" % (name, header.encode(linesep=self.linesep, maxlinelen=self.max_line_length or 0), self.linesep)


compat32 = Compat32()
