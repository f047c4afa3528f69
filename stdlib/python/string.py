"""Sets of characters, templates, and format() made open for change."""

import _string

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits", "printable",
    "punctuation", "whitespace", "Formatter", "Template",
]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Split a string into words, capitalise each, and join them."""
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


_no_mapping = {}


class _LazyPattern:
    """The attribute `pattern` of a class of templates that has no pattern of its own."""

    def __get__(self, instance, owner=None):
        return (type(instance) if owner is None else owner)._get_pattern()


class Template:
    """A string with $names to fill in.

    A subclass may change `delimiter`, `idpattern`, `braceidpattern` and `flags`, or the whole `pattern`, which must have the
    groups escaped, named, braced and invalid.
    """

    pattern = _LazyPattern()
    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compiled = None
        if "pattern" in cls.__dict__:
            cls.pattern = cls._get_pattern()
        else:
            cls.pattern = _LazyPattern()

    _compiled = None

    @classmethod
    def _get_pattern(cls):
        # Compiled when first needed: many import this module, few use templates.
        compiled = cls.__dict__.get("_compiled")
        if compiled is None:
            import re
            flags = re.IGNORECASE if cls.flags is None else cls.flags
            pattern = cls.__dict__.get("pattern")
            if pattern is None or isinstance(pattern, _LazyPattern):
                delimiter = re.escape(cls.delimiter)
                name = cls.idpattern
                braced = cls.braceidpattern or name
                pattern = (rf"{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{name})|{{(?P<braced>{braced})}}|"
                           rf"(?P<invalid>))")
            compiled = re.compile(pattern, flags | re.VERBOSE) if isinstance(pattern, str) else pattern
            cls._compiled = compiled
        return compiled

    def __init__(self, template):
        self.template = template

    def _invalid(self, match):
        position = match.start("invalid")
        lines = self.template[:position].splitlines(keepends=True)
        if lines:
            column = position - len("".join(lines[:-1]))
            line = len(lines)
        else:
            column = line = 1
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))

    def _fill(self, mapping, on_missing, on_invalid):
        def replace(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                try:
                    return str(mapping[name])
                except KeyError:
                    return on_missing(match)
            if match.group("escaped") is not None:
                return self.delimiter
            if match.group("invalid") is not None:
                return on_invalid(match)
            raise ValueError("Unrecognized named group in pattern", self._get_pattern())

        return self._get_pattern().sub(replace, self.template)

    def _merge(self, mapping, kws):
        if mapping is _no_mapping:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=_no_mapping, /, **kws):
        """Fill in the names; raise KeyError for one without a value, ValueError for a stray delimiter."""

        def missing(match):
            raise KeyError(match.group("named") or match.group("braced"))

        return self._fill(self._merge(mapping, kws), missing, self._invalid)

    def safe_substitute(self, mapping=_no_mapping, /, **kws):
        """Fill in the names that have values and leave the rest as it is."""
        return self._fill(self._merge(mapping, kws), lambda match: match.group(), lambda match: match.group())

    def is_valid(self):
        """Return whether substitute() would find no stray delimiter."""
        is_valid = True
        for match in self._get_pattern().finditer(self.template):
            if match.group("invalid") is not None:
                is_valid = False
                break
            self._check(match)
        return is_valid

    def get_identifiers(self):
        """Return the names in the order in which they first appear."""
        names = {}
        for match in self._get_pattern().finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None:
                names[name] = None
            else:
                self._check(match)
        return list(names)

    def _check(self, match):
        # A pattern of one's own may match in a way that means nothing.
        if all(match.group(name) is None for name in ("named", "braced", "escaped", "invalid")):
            raise ValueError("Unrecognized named group in pattern", self._get_pattern())


class Formatter:
    """What str.format() does, step by step, each of which a subclass may change."""

    def format(self, format_string, /, *args, **kwargs):
        """Format with positional and keyword arguments."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """Format with the arguments as a tuple and a dict."""
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, automatic=0):
        """Format; `automatic` is the next number of an unnumbered field, or False once fields are numbered by hand."""
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        pieces = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                pieces.append(literal)
            if name is None:
                continue
            first, _ = _string.formatter_field_name_split(name)
            if first == "":
                if automatic is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(automatic) + name
                automatic += 1
            elif isinstance(first, int):
                if automatic:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                automatic = False
            value, key = self.get_field(name, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, automatic = self._vformat(spec, args, kwargs, used, depth - 1, automatic)
            pieces.append(self.format_field(value, spec))
        return "".join(pieces), automatic

    def get_value(self, key, args, kwargs):
        """Return the argument with a number or a name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """Called with the set of numbers and names that were used."""

    def format_field(self, value, format_spec):
        """Format one value."""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """Apply what !s, !r or !a asks for."""
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        """Take a format string apart: (literal text, field name, format spec, conversion) tuples."""
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """Return the value that a field name such as 0.name or key[item] stands for, and the number or name in front."""
        first, rest = _string.formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first
