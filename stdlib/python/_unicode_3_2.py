"""unicodedata.ucd_3_2_0: what Unicode 3.2 said of characters, which the names of hosts (IDNA 2003) are made ready by.

Names, combining classes and, but for characters that came later, decompositions are those of today: they never change.
"""

import bisect

from _static_type import static_type as _static_type

unicodedata = None  # see add_to()

# The tables are read when something is asked: unicodedata itself does not need them.


def _tables():
    import _unicode_3_2_tables
    return _unicode_3_2_tables


def _number_of(kind):
    def number(self, chr, *default):
        today = getattr(unicodedata, kind)
        table = getattr(_tables(), kind.upper())
        if type(chr) is str and len(chr) == 1 and len(default) <= 1:
            if self._is_later(chr):
                return today("a", *default)  # what any letter gives: the default, or the error
            if ord(chr) in table:
                return table[ord(chr)]
        return today(chr, *default)

    number.__name__, number.__qualname__ = kind, "UCD." + kind
    number.__doc__ = f"Converts a Unicode character into its equivalent {kind} value."
    return number


@_static_type
class UCD:
    """Unicode 3.2."""

    __slots__ = ()
    unidata_version = "3.2.0"

    def __new__(cls):
        raise TypeError("cannot create 'unicodedata.UCD' instances")

    def _run(self, name, chr):
        starts, values = getattr(_tables(), name)
        return values[bisect.bisect_right(starts, ord(chr)) - 1]

    def _is_later(self, chr):
        return self._run("CATEGORIES", chr) == "Cn"

    def category(self, chr, /):
        """Returns the general category assigned to the character chr as string."""
        unicodedata.category(chr)  # the error, if it is none
        return self._run("CATEGORIES", chr)

    def bidirectional(self, chr, /):
        """Returns the bidirectional class assigned to the character chr as string."""
        unicodedata.bidirectional(chr)
        return self._run("BIDIRECTIONAL", chr)

    def mirrored(self, chr, /):
        """Returns the mirrored property assigned to the character chr as integer."""
        unicodedata.mirrored(chr)
        return self._run("MIRRORED", chr)

    def east_asian_width(self, chr, /):
        """Returns the east asian width assigned to the character chr as string."""
        unicodedata.east_asian_width(chr)
        return self._run("WIDTHS", chr)

    def combining(self, chr, /):
        """Returns the canonical combining class assigned to the character chr as integer."""
        today = unicodedata.combining(chr)
        return 0 if today and self._is_later(chr) else today

    def name(self, chr, *default):
        """Returns the name assigned to the character chr as a string."""
        if type(chr) is str and len(chr) == 1 and self._is_later(chr):
            chr = "\0"  # has no name
        return unicodedata.name(chr, *default)

    def lookup(self, name, /):
        """Look up character by name."""
        return unicodedata.lookup(name)

    decimal = _number_of("decimal")
    numeric = _number_of("numeric")

    def digit(self, chr, *default):
        """Converts a Unicode character into its equivalent digit value."""
        return unicodedata.digit(chr, *default)

    def decomposition(self, chr, /):
        """Returns the character decomposition mapping assigned to the character chr as string."""
        today = unicodedata.decomposition(chr)
        if today and self._is_later(chr):
            return ""
        return today

    def normalize(self, form, unistr, /):
        """Return the normal form 'form' for the Unicode string unistr."""
        today = unicodedata.normalize(form, unistr)  # and the errors
        if unistr.isascii():
            return today
        corrected, later = _tables().CORRECTED, self._is_later
        if not any(ord(character) in corrected or later(character) for character in unistr):
            return today
        composes, compatible = form in ("NFC", "NFKC"), form[2] == "K"
        characters = []
        for character in unistr:
            if ord(character) in corrected:
                character = corrected[ord(character)]
            elif not later(character):
                character = unicodedata.normalize("NFKD" if compatible else "NFD", character)
            characters += character
        # Marks in the order of their classes, those that follow a character without one.
        start = 0
        for index in range(len(characters) + 1):
            if index == len(characters) or not unicodedata.combining(characters[index]):
                characters[start:index] = sorted(characters[start:index], key=unicodedata.combining)
                start = index + 1
        if not composes:
            return "".join(characters)
        # A later character may stand for another one today: it is left alone.
        result, start = [], 0
        for index, character in enumerate(characters):
            if later(character) and unicodedata.normalize("NFC", character) != character:
                result += unicodedata.normalize("NFC", "".join(characters[start:index])), character
                start = index + 1
        return "".join(result) + unicodedata.normalize("NFC", "".join(characters[start:]))

    def is_normalized(self, form, unistr, /):
        """Return whether the Unicode string unistr is in the normal form 'form'."""
        return self.normalize(form, unistr) == unistr


UCD.__module__ = "unicodedata"


def add_to(module):
    """Called by unicodedata while it is made, so that it cannot be imported here."""
    global unicodedata
    unicodedata = module
    module.UCD, module.ucd_3_2_0 = UCD, object.__new__(UCD)
