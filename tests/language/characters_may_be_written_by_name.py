print("\N{LATIN SMALL LETTER A WITH DIAERESIS}\N{greek small letter alpha}\N{EURO SIGN}\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{HANGUL SYLLABLE HAN}")
print("\N{LINE FEED}".encode(), "\N{ESC}".encode(), len("\N{BULLET} \N{GRINNING FACE}"), f"{'x'}\N{DEGREE SIGN}", "\N{Latin Small Letter Sharp S}")
print(r"\N{not looked at}", "\\N{nor here}")
for text in (r"'\N{NO SUCH CHARACTER}'", r"'\N{LATIN SMALL'", r"'\N'", r"'\N{}'"):
    try:
        compile(text, "t", "eval")
    except SyntaxError as error:
        print(error.msg)
