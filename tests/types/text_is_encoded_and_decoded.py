text = "aé€😀"
for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le"):
    data = text.encode(encoding)
    print(encoding, data, data.decode(encoding) == text)
print("é".encode("latin-1"), b"\xe9".decode("latin-1"), "abc".encode("ascii"), "é".encode("ascii", "ignore"), "é€".encode("ascii", "replace"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"))
print(b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", "backslashreplace"), repr(b"a\xff".decode("utf-8", "surrogateescape")), "a\udcff".encode("utf-8", "surrogateescape"))
for call in ("'é'.encode('ascii')", "b'\\xff'.decode()", "b'\\xe2\\x82'.decode()", "'a'.encode('nothing')", "'\\ud800'.encode()", "b'\\x80'.decode('ascii')", "'€'.encode('latin-1')", "b'\\xed\\xa0\\x80'.decode()", "b'\\xc0\\x80'.decode()"):
    try:
        print(eval(call))
    except (UnicodeError, LookupError) as error:
        print(call, "->", type(error).__name__, error)
