"""Prints the module _unicode_tables: the decompositions and East Asian widths of characters, which utf8proc does not tell in full.

The tables are those of the Python that runs the build.
"""

import sys
import unicodedata

print('"""Decompositions and East Asian widths of characters, for unicodedata: the one step that the tables of Unicode have."""\n')
print("from bisect import bisect_right\n")
print("DECOMPOSITIONS = {")
for code in range(sys.maxunicode + 1):
    text = unicodedata.decomposition(chr(code))
    if text:
        print("    %d: %r," % (code, text))
print("}")
starts, widths = [], []
for code in range(sys.maxunicode + 1):
    width = unicodedata.east_asian_width(chr(code))
    if width == "F" and unicodedata.category(chr(code)) == "Cn":
        # Pythons before 3.12 said so of whatever has no entry.
        reserved = any(first <= code <= last for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD),
                                                                 (0x30000, 0x3FFFD)))
        width = "W" if reserved else "N"
    if not widths or widths[-1] != width:
        starts.append(code)
        widths.append(width)
print("_STARTS = %r" % (starts,))
print("_WIDTHS = %r" % (widths,))
print('''

def east_asian_width(code):
    """The width class of a character, given as a number."""
    return _WIDTHS[bisect_right(_STARTS, code) - 1]


def decomposition(code):
    """The decomposition of a character, given as a number; "" without any."""
    return DECOMPOSITIONS.get(code, "")''', flush=True)
