"""Write the table behind unicode_names.cpp: a hash of every character's name, and the character.

The names come from Python's own Unicode database, so they are those of the Python that runs the build. 64 bits of hash
tell the 35,000 names apart (checked here); the names themselves need not be in the program. Ideographs and Hangul
syllables are left out: their names follow rules, which unicode_names.cpp knows.
"""

import argparse
import sys
import unicodedata

# Control characters have no name of their own, only aliases; unicodedata can look these up but not list them.
CONTROL_ALIASES = """
NULL|NUL|START OF HEADING|SOH|START OF TEXT|STX|END OF TEXT|ETX|END OF TRANSMISSION|EOT|ENQUIRY|ENQ|ACKNOWLEDGE|ACK|ALERT|
BEL|BACKSPACE|BS|CHARACTER TABULATION|HORIZONTAL TABULATION|HT|TAB|LINE FEED|NEW LINE|END OF LINE|LF|NL|EOL|
LINE TABULATION|VERTICAL TABULATION|VT|FORM FEED|FF|CARRIAGE RETURN|CR|SHIFT OUT|LOCKING-SHIFT ONE|SO|SHIFT IN|
LOCKING-SHIFT ZERO|SI|DATA LINK ESCAPE|DLE|DEVICE CONTROL ONE|DC1|DEVICE CONTROL TWO|DC2|DEVICE CONTROL THREE|DC3|
DEVICE CONTROL FOUR|DC4|NEGATIVE ACKNOWLEDGE|NAK|SYNCHRONOUS IDLE|SYN|END OF TRANSMISSION BLOCK|ETB|CANCEL|CAN|
END OF MEDIUM|EOM|EM|SUBSTITUTE|SUB|ESCAPE|ESC|INFORMATION SEPARATOR FOUR|FILE SEPARATOR|FS|INFORMATION SEPARATOR THREE|
GROUP SEPARATOR|GS|INFORMATION SEPARATOR TWO|RECORD SEPARATOR|RS|INFORMATION SEPARATOR ONE|UNIT SEPARATOR|US|SP|DELETE|
DEL|PADDING CHARACTER|PAD|HIGH OCTET PRESET|HOP|BREAK PERMITTED HERE|BPH|NO BREAK HERE|NBH|INDEX|IND|NEXT LINE|NEL|
START OF SELECTED AREA|SSA|END OF SELECTED AREA|ESA|CHARACTER TABULATION SET|HORIZONTAL TABULATION SET|HTS|
CHARACTER TABULATION WITH JUSTIFICATION|HTJ|LINE TABULATION SET|VERTICAL TABULATION SET|VTS|PARTIAL LINE FORWARD|
PARTIAL LINE DOWN|PLD|PARTIAL LINE BACKWARD|PARTIAL LINE UP|PLU|REVERSE LINE FEED|REVERSE INDEX|RI|SINGLE SHIFT TWO|
SINGLE-SHIFT-2|SS2|SINGLE SHIFT THREE|SINGLE-SHIFT-3|SS3|DEVICE CONTROL STRING|DCS|PRIVATE USE ONE|PRIVATE USE-1|PU1|
PRIVATE USE TWO|PRIVATE USE-2|PU2|SET TRANSMIT STATE|STS|CANCEL CHARACTER|CCH|MESSAGE WAITING|MW|START OF GUARDED AREA|
START OF PROTECTED AREA|SPA|END OF GUARDED AREA|END OF PROTECTED AREA|EPA|START OF STRING|SOS|
SINGLE GRAPHIC CHARACTER INTRODUCER|SGC|SINGLE CHARACTER INTRODUCER|SCI|CONTROL SEQUENCE INTRODUCER|CSI|STRING TERMINATOR|
ST|OPERATING SYSTEM COMMAND|OSC|PRIVACY MESSAGE|PM|APPLICATION PROGRAM COMMAND|APC|NBSP|SHY|ZWSP|ZWNJ|ZWJ|LRM|RLM|BOM|
ZWNBSP|BYTE ORDER MARK|LRE|RLE|PDF|LRO|RLO|NNBSP|WJ|LRI|RLI|FSI|PDI|CGJ
"""
BY_RULE = ("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ")


def hash_of(name):
    """FNV-1a, 64 bits; the same as in unicode_names.cpp."""
    value = 0xCBF29CE484222325
    for byte in name.encode("ascii"):
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def named_characters():
    for code_point in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(code_point), "")
        if name and not name.startswith(BY_RULE):
            yield name, code_point
    for alias in CONTROL_ALIASES.replace("\n", "").split("|"):
        try:
            yield alias, ord(unicodedata.lookup(alias))
        except KeyError:  # an older database
            pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    table = {}
    for name, code_point in named_characters():
        if table.setdefault(hash_of(name), code_point) != code_point:
            sys.exit("two names share a hash: %s" % name)
    rows = sorted(table.items())
    with open(arguments.output, "w", encoding="ascii") as out:
        out.write("// Written by unicode_names.py from Unicode %s.\n" % unicodedata.unidata_version)
        out.write('#include "compiler/parser/unicode_name_table.h"\n\nnamespace gilded::compiler {\n')
        out.write("const size_t unicode_name_count = %d;\n" % len(rows))
        out.write("const uint64_t unicode_name_hashes[] = {\n")
        out.writelines("0x%xu,\n" % key for key, _ in rows)
        out.write("};\nconst int32_t unicode_name_code_points[] = {\n")
        out.writelines("%d,\n" % code_point for _, code_point in rows)
        out.write("};\n}  // namespace gilded::compiler\n")


if __name__ == "__main__":
    main()
