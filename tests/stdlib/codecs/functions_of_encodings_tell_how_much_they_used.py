# The functions of single encodings return what they used; what is not complete is left unless it is final.
import codecs
import warnings

warnings.simplefilter("ignore")
for name, *arguments in (
    ("escape_decode", rb"a\x4"), ("escape_decode", rb"a\x4", "replace"), ("escape_decode", rb"a\xg4b", "replace"),
    ("escape_decode", rb"a\x4", "ignore"), ("escape_decode", rb"a\x4", "other"), ("escape_decode", b"a\\"),
    ("escape_decode", rb"\z\q\400\777\12\0a"), ("escape_decode", b"\\\n\\\\\\a\\b\\f\\n\\r\\t\\v\\'\\\""), ("escape_decode", "é\\n"),
    ("escape_encode", "a"), ("escape_encode", bytearray(b"a")), ("escape_encode", b"a'\"\n\\\xff"),
    ("utf_8_decode", b"ab\xc3"), ("utf_8_decode", b"ab\xc3", "strict", True), ("utf_8_decode", "a"), ("utf_8_decode", b"\xed\xa0"),
    ("unicode_escape_decode", "é\\n"), ("unicode_escape_decode", b"a\\"), ("unicode_escape_decode", b"a\\", "strict", False),
    ("unicode_escape_decode", b"\\z\\N{LATIN", "strict", False), ("unicode_escape_decode", b"\\xzz", "strict", False),
    ("raw_unicode_escape_decode", b"a\\u12", "strict", False), ("raw_unicode_escape_decode", b"a\\u12"),
    ("utf_16_ex_decode", b"\xff\xfea\0b", "strict", 0, False), ("utf_16_ex_decode", b"a\0b\0", "strict", 0, False),
    ("utf_16_ex_decode", b"\0a\0b", "strict", 1, False), ("utf_16_ex_decode", b"\xff\xfea\0", "strict", -1, False),
    ("utf_16_ex_decode", b"\xfe\xff\0a"), ("utf_16_ex_decode", b"\xfe"), ("utf_16_ex_decode", b"\xff", "strict", 0, True),
    ("utf_32_ex_decode", b"\xff\xfe\0\0a\0\0\0b"), ("utf_16_decode", b"\xff\xfea"),
    ("utf_7_decode", b"a+IKw"), ("utf_7_decode", b"a+IKw", "strict", True), ("utf_7_decode", b"a+2AE", "strict", True),
    ("utf_7_decode", b"+AGEx-", "strict", True), ("utf_7_decode", b"a+@b", "replace", True), ("utf_7_decode", b"a+IKzYAQ\xffb", "replace", True),
    ("utf_7_encode", "a\u20ac"), ("readbuffer_encode", b"abc"), ("readbuffer_encode", "é"), ("readbuffer_encode", 4),
):
    try:
        print(name, arguments, ascii(getattr(codecs, name)(*arguments)))
    except (ValueError, TypeError) as error:
        print(name, arguments, type(error).__name__, ascii(str(error)))
print(codecs.encode("a\xe9", "charmap"), codecs.decode(b"a\xe9", "charmap"))
for function in codecs.encode, codecs.decode:
    try:
        function("a" if function is codecs.encode else b"a", "undefined")
    except UnicodeError as error:
        print(error)
encoded = codecs.encode(b"some bytes" * 10, "uu")
print(encoded, codecs.decode(encoded, "uu"))
for wrong in (b"nothing", b"begin 6 f\n#86)C\n"):
    try:
        codecs.decode(wrong, "uu")
    except ValueError as error:
        print(error)
