import unicodedata

old = unicodedata.ucd_3_2_0
print(old.unidata_version, type(old).__module__, type(old).__name__)
for character in ("a", "\u0221", "ф", "\u0660", "½", "\ufa70", "\U0002f868", "\u1e9e", "\ua9d0", "五"):
    print(ascii(character), old.category(character), old.bidirectional(character), old.east_asian_width(character), old.mirrored(character),
          old.combining(character), old.numeric(character, None), old.decimal(character, None), old.digit(character, None),
          old.name(character, None), old.decomposition(character),
          [ascii(old.normalize(form, character + "\u0301")) for form in ("NFC", "NFD", "NFKC", "NFKD")])
for action in (lambda: old.name("\u0221"), lambda: old.numeric("a"), lambda: old.category(1), lambda: old.normalize("x", "a"),
               lambda: unicodedata.UCD()):
    try:
        print(action())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(unicodedata.numeric("五"), unicodedata.numeric("Ⅷ"), unicodedata.numeric("㊿"), unicodedata.numeric("⅞"))
