"""Write the table behind unicode_names.cpp: the names of all characters, as numbers of words.

The names come from the Unicode database of the Python that runs the build. Ideographs and Hangul syllables are left
out: their names follow rules, which unicode_names.cpp knows.
"""

import argparse
import sys
import unicodedata


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--output", required=True)
    names = {}
    for code_point in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(code_point), "")
        if name and not name.startswith(("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ")):
            names[code_point] = name.split(" ")
    words = sorted({word for name in names.values() for word in name})
    number = {word: i for i, word in enumerate(words)}
    assert len(words) < 65536 and len(names) < 65536
    code_points = sorted(names)
    runs, starts = [], []
    for code_point in code_points:
        starts.append(len(runs))
        runs.extend(number[word] for word in names[code_point])
    starts.append(len(runs))
    by_name = sorted(range(len(code_points)), key=lambda i: runs[starts[i]:starts[i + 1]])

    with open(arguments.parse_args().output, "w", encoding="ascii") as out:
        def array(kind, name, values):
            out.write(f"static const {kind} {name}[] = {{\n")
            for i in range(0, len(values), 20):
                out.write(",".join(values[i:i + 20]) + ",\n")
            out.write("};\n")

        out.write('#include "vm/types/unicode_names.h"\n\nnamespace gilded {\n\n')
        array("char* const", "kWords", [f'"{word}"' for word in words])
        array("uint32_t", "kCodePoints", [str(c) for c in code_points])
        array("uint32_t", "kStarts", [str(s) for s in starts])
        array("uint16_t", "kRuns", [str(r) for r in runs])
        array("uint16_t", "kByName", [str(i) for i in by_name])
        out.write(f"\nconst UnicodeNameTable unicode_name_table = {{kWords, {len(words)}, kCodePoints, kStarts, kRuns, "
                  f"kByName, {len(code_points)}}};\n\n}}  // namespace gilded\n")


main()
