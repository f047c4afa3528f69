"""Prints the module _unicode_3_2_tables: what characters were in Unicode 3.2, and how stringprep folds their case.

The tables are those of the Python that runs the build.
"""

import stringprep
import sys
import unicodedata

old = unicodedata.ucd_3_2_0


def print_runs(name, of):
    """A table of where a property changes, and to what."""
    starts, values = [], []
    for code in range(sys.maxunicode + 1):
        value = of(chr(code))
        if not values or values[-1] != value:
            starts.append(code)
            values.append(value)
    print("%s = (%r, %r)" % (name, starts, values))


def differing(of, now):
    """What a function tells of each character, where the newer one tells something else."""
    return {code: of(chr(code)) for code in range(sys.maxunicode + 1)
            if of(chr(code)) != now(chr(code)) and old.category(chr(code)) != "Cn"}


def width(character):
    found = old.east_asian_width(character)
    if found != "F" or old.category(character) != "Cn":
        return found
    # Pythons before 3.12 said so of whatever had no entry; it is neutral, unless it is kept for ideographs and free to this day.
    reserved = ((0xF900, 0xFAFF), (0x20000, 0x2EBEF), (0x2EE5E, 0x2FFFD), (0x30000, 0x3134F), (0x323B0, 0x3FFFD))
    free = unicodedata.category(character) == "Cn"
    return "W" if free and any(first <= ord(character) <= last for first, last in reserved) else "N"


def number(database, kind):
    return lambda character: getattr(database, kind)(character, None)


print('"""Characters in Unicode 3.2: runs of equal properties (where each starts, its value), and what differs from today."""\n')
print_runs("CATEGORIES", old.category)
print_runs("BIDIRECTIONAL", old.bidirectional)
print_runs("WIDTHS", width)
print_runs("MIRRORED", old.mirrored)
for kind in ("decimal", "numeric"):
    print("%s = %r" % (kind.upper(), differing(number(old, kind), number(unicodedata, kind))))
print("CORRECTED = %r" % differing(lambda character: old.normalize("NFD", character),
                                   lambda character: unicodedata.normalize("NFD", character)))
# Beside these, folding is what lower() does.
print("FOLDED = %r" % {code: stringprep.map_table_b3(chr(code)) for code in range(sys.maxunicode + 1)
                       if stringprep.map_table_b3(chr(code)) != chr(code).lower()}, flush=True)
