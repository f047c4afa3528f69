# Encodings and error handlers are found by name: those of tables, those that are computed, and those that a program registers.
import codecs
print("é€".encode("cp1252"), b"\x80".decode("cp1252"), codecs.encode("Hello","rot13"), codecs.decode("68656c","hex"))
try: "x".encode("nope")
except LookupError as e: print(e)
codecs.register_error("my", lambda e: ("<%x>"%ord(e.object[e.start]), e.end))
print("aé".encode("ascii","my"), "a\u20acb".encode("latin-1","my"))
codecs.register_error("d", lambda e: ("?", e.start+1))
print(b"a\xff\xfeb".decode("utf-8","d"))
for n in ("utf8","UTF-8","latin-1","cp437","rot13","koi8-r","mac-roman","utf-7","U8","iso-8859-15","windows-1252"): print(n, codecs.lookup(n).name)
try: "x".encode("rot13")
except LookupError as e: print(e)
try: "\u0130".encode("cp1252")
except UnicodeError as e: print(e)
try: b"\x81".decode("cp1252")
except UnicodeError as e: print(e)
print("bücher.de".encode("idna"), b"xn--bcher-kva.de".decode("idna"), "bücher".encode("punycode"))
print("a+b€c".encode("utf-7"), b"a+-b+IKw-c".decode("utf-7"))
print(list(codecs.iterdecode([b"\xe2\x82",b"\xac"],"utf-8")), codecs.getincrementaldecoder("utf-16")().decode(b"\xff\xfea\0"))
import io
print(codecs.getreader("utf-8")(io.BytesIO("é\nab".encode())).readlines())
w=io.BytesIO(); codecs.getwriter("latin-1")(w).write("é"); print(w.getvalue())


def upside_down(name):
    if name == "upside_down":
        return codecs.CodecInfo(lambda text, errors="strict": (text[::-1].encode(), len(text)),
                                lambda data, errors="strict": (bytes(data).decode()[::-1], len(data)), name="upside_down")


codecs.register(upside_down)
print("abc".encode("upside-down"), b"xyz".decode("Upside Down"))
codecs.unregister(upside_down)
try:
    "abc".encode("upside-down")
except LookupError as error:
    print(error)
codecs.register_error("bad", lambda error: 42)
try:
    "é".encode("ascii", "bad")
except TypeError as error:
    print(error)
codecs.register_error("far", lambda error: ("?", 99))
try:
    b"\xff".decode("ascii", "far")
except IndexError as error:
    print(error)
