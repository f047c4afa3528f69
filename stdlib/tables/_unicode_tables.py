"""Prints the module _unicode_tables: decompositions, East Asian widths and numeric values, which utf8proc does not tell in full.

The tables are those of the Python that runs the build, and what Unicode 15 and 15.1 added where that one is older.
"""

import sys
import unicodedata

print('"""Decompositions (the one step that the tables of Unicode have), East Asian widths and numeric values, for unicodedata."""\n')
print("from bisect import bisect_right\n")
print("DECOMPOSITIONS = {")
for code in range(sys.maxunicode + 1):
    text = unicodedata.decomposition(chr(code))
    if text:
        print("    %d: %r," % (code, text))
print("}")
NEWER_NUMBERS = {**{0x1D2C0 + number: float(number) for number in range(20)},  # Kaktovik
                 0x4E24: 2.0, 0x4EAC: 1e16, 0x4FE9: 2.0, 0x5006: 2.0, 0x5146: 1e6, 0x62D0: 7.0, 0x6D1E: 0.0, 0x7695: 200.0, 0x79ED: 1e9,
                 0x920E: 9.0, 0x94A9: 9.0}
NEWER_WIDE = {0x1B132, 0x1B155, 0x1F6DC, *range(0x1FA75, 0x1FA78), 0x1FA87, 0x1FA88, *range(0x1FAAD, 0x1FAB0), *range(0x1FABB, 0x1FABE),
              0x1FABF, 0x1FACE, 0x1FACF, 0x1FADA, 0x1FADB, 0x1FAE8, 0x1FAF7, 0x1FAF8, *range(0x2FFC, 0x3000), 0x31EF}

numbers = {code: unicodedata.numeric(chr(code)) for code in range(sys.maxunicode + 1)
           if unicodedata.decimal(chr(code), None) is None and unicodedata.numeric(chr(code), None) is not None}
print("NUMBERS = %r" % {**numbers, **NEWER_NUMBERS})
starts, widths = [], []
for code in range(sys.maxunicode + 1):
    width = unicodedata.east_asian_width(chr(code))
    if width == "F" and unicodedata.category(chr(code)) == "Cn":
        # Pythons before 3.12 said so of whatever has no entry.
        reserved = any(first <= code <= last for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD),
                                                                 (0x30000, 0x3FFFD)))
        width = "W" if reserved else "N"
    if code in NEWER_WIDE:
        width = "W"
    if not widths or widths[-1] != width:
        starts.append(code)
        widths.append(width)
print("_STARTS = %r" % (starts,))
print("_WIDTHS = %r" % (widths,))
print('''

def east_asian_width(code):
    """The width class of a character, given as a number."""
    return _WIDTHS[bisect_right(_STARTS, code) - 1]


def numeric(code):
    """The numeric value of a character that is no decimal digit; None without any."""
    return NUMBERS.get(code)


def decomposition(code):
    """The decomposition of a character, given as a number; "" without any."""
    return DECOMPOSITIONS.get(code, "")''', flush=True)
