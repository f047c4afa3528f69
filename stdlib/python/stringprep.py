"""The tables of RFC 3454, which say how texts on the internet, names of hosts above all, are made ready to be compared.

in_table_X(character) tells whether a character stands in a table, map_table_X(character) what it is replaced by. They are about Unicode
3.2, as the RFC is.
"""

from _unicode_3_2_tables import FOLDED as b3_exceptions
from unicodedata import ucd_3_2_0 as _unicode

assert _unicode.unidata_version == "3.2.0"


def _is_none(code):
    # Never to be a character: the last two of each plane, and 32 others.
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def in_table_a1(code):
    return _unicode.category(code) == "Cn" and not _is_none(ord(code))


b1_set = {0xAD, 0x34F, 0x1806, *range(0x180B, 0x180E), *range(0x200B, 0x200E), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF}


def in_table_b1(code):
    return ord(code) in b1_set


def map_table_b3(code):
    return b3_exceptions.get(ord(code)) or code.lower()


def map_table_b2(a):
    folded = map_table_b3(a)
    once = _unicode.normalize("NFKC", folded)
    # What the normal form is made of may have a case, too.
    twice = _unicode.normalize("NFKC", "".join([map_table_b3(character) for character in once]))
    return folded if once == twice else twice


def in_table_c11(code):
    return code == " "


def in_table_c12(code):
    return code != " " and _unicode.category(code) == "Zs"


def in_table_c11_c12(code):
    return _unicode.category(code) == "Zs"


def in_table_c21(code):
    return ord(code) < 128 and _unicode.category(code) == "Cc"


c22_specials = {0x6DD, 0x70F, 0x180E, 0x200C, 0x200D, 0x2028, 0x2029, *range(0x2060, 0x2064), *range(0x206A, 0x2070), 0xFEFF,
                *range(0xFFF9, 0xFFFD), *range(0x1D173, 0x1D17B)}


def in_table_c22(code):
    return ord(code) in c22_specials or ord(code) >= 128 and _unicode.category(code) == "Cc"


def in_table_c21_c22(code):
    return ord(code) in c22_specials or _unicode.category(code) == "Cc"


def in_table_c3(code):
    return _unicode.category(code) == "Co"


def in_table_c4(code):
    return _is_none(ord(code))


def in_table_c5(code):
    return _unicode.category(code) == "Cs"


c6_set = set(range(0xFFF9, 0xFFFE))


def in_table_c6(code):
    return ord(code) in c6_set


c7_set = set(range(0x2FF0, 0x2FFC))


def in_table_c7(code):
    return ord(code) in c7_set


c8_set = {0x340, 0x341, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x206A, 0x2070)}


def in_table_c8(code):
    return ord(code) in c8_set


c9_set = {0xE0001, *range(0xE0020, 0xE0080)}


def in_table_c9(code):
    return ord(code) in c9_set


def in_table_d1(code):
    return _unicode.bidirectional(code) in ("R", "AL")


def in_table_d2(code):
    return _unicode.bidirectional(code) == "L"
