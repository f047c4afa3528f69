from urllib.parse import *

parts = urlsplit("https://user:pw@Host.example:8080/a/b;p?q=1&r=a%20b#frag")
print(parts, parts.hostname, parts.port, parts.username, parts.password, parts.geturl())
print(urlparse("//host/path;params?query"), urlunsplit(("http", "h", "p", "q", "f")), urldefrag("http://x/y#z"))
for link in ("g", "./g", "../g", "/g", "?y", "#s", "//other/x", "g;x?y#s", "../../../g", "mailto:a@b"):
    print(urljoin("http://a/b/c/d;p?q", link))
print(quote("a b/ü?&"), quote_plus("a b&"), unquote("a%20b%C3%BC%zz"), unquote_plus("a+b"), quote(b"\xff\0", safe=""))
print(urlencode({"a": 1, "b": "x y", "c": [1, 2]}), urlencode([("c", [1, 2])], doseq=True), parse_qs("a=1&a=2&b=&c"), parse_qsl("a=1&b=", keep_blank_values=True))
print(urlsplit(b"http://h/p?q"), urljoin(b"http://h/a", b"b"))
for url in ("http://h:port/", "http://h:99999/"):
    try:
        urlsplit(url).port
    except ValueError as e:
        print(e)
