import hashlib


def shown(action):
    try:
        return repr(action())
    except UnicodeError as error:
        return "%s %s" % (type(error).__name__, error)


def encoded(character, name):
    try:
        return character.encode(name)
    except UnicodeEncodeError:
        return b"none"


for name in ("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz"):
    everything = b"|".join(encoded(chr(code), name) for code in range(0, 0x10000, 3))
    print(name, hashlib.md5(everything).hexdigest())
wrong = {
    "hz": [b"~{VPND~}ab~~", b"~", b"~{V", b"~{VP\n\xd6", b"~x", b"~{VP~~~}", b"a~\nb", b"\x80", b"~{\x21\x20~}", b"~{VPND", b"~}", b"~{~{"],
    "iso2022_kr": [b"\x1b$)C\x0eGQ1[\x0fab", b"\x0eGQ", b"\x1b$)CGQ", b"\x1b$)C\x0eG", b"\x1b$)C\x0e\x21\x20", b"\x1b", b"\x1b$", b"\x0f",
                   b"\x1b$)C\x0eGQ\nGQ", b"\x80", b"\x1b$)A\x0e"],
    "iso2022_jp_2": [b"\x1b$AVPND\x1b(B", b"\x1b$(CGQ\x1b(B", b"\x1b.A\x1bNi", b"\x1b.F\x1bNa", b"\x1b.A\x1bN", b"\x1b$(D+1\x1b(B",
                     b"\x1b$(D+", b"\x1b(I1", b"\x1b.A\nx\x1bNi"],
    "iso2022_jp_ext": [b"\x1b(I1\x1b(B", b"\x1b(I\x21\x5f\x60"],
    "iso2022_jp_1": [b"\x1b$(D+1\x1b(B", b"\x1b$AVP"],
    "iso2022_jp": [b"\x1b$(D+1", b"\x1b(I", b"\x1b", b"\x1b(", b"\x1bxyz", b"\x1b$B!", b"\x1b$B\x20"],
}
for name, pieces in wrong.items():
    for data in pieces:
        print(name, data, shown(lambda: data.decode(name)), shown(lambda: data.decode(name, "replace")))
for name, text in (("hz", "中文\nab~中"), ("iso2022_kr", "한글\nab한"), ("iso2022_jp_2", "日é中한α\n국"), ("iso2022_jp_ext", "ｱ日é"), ("hz", "한"),
                   ("iso2022_kr", "é한"), ("iso2022_kr", ""), ("iso2022_kr", "abc")):
    print(name, shown(lambda: text.encode(name)), shown(lambda: text.encode(name, "xmlcharrefreplace")),
          shown(lambda: text.encode(name, "replace").decode(name)))
