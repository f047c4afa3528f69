import pickle
from http.cookies import BaseCookie, CookieError, Morsel, SimpleCookie

jar = SimpleCookie()
jar["fig"] = "newton"
jar["sugar"] = "wafer and \"cream\"; 100%\u00e9"
jar["sugar"]["path"] = "/cookies"
jar["sugar"]["Max-Age"] = 10
jar["sugar"]["secure"] = True
jar["sugar"]["httponly"] = 1
jar["sugar"]["samesite"] = "Lax"
jar["sugar"]["comment"] = "with blanks"
jar["number"] = 7
print(jar)
print(jar.output(header="Cookie:", sep="|", attrs=["path"]))
print(repr(jar), jar["sugar"].value, jar["sugar"].coded_value, jar["fig"].key)
print(jar.js_output())
for text in ("chips=ahoy; vienna=finger", 'keebler="E=everybody; L=\\"Loves\\"; fudge=\\012;"; a=b', "keebler=E=mc2; key=",
             "a=1; Path=/acme; Secure; HttpOnly; b=2; expires=Wed, 01-Jan-98 00:00:00 GMT", '$Version=1; c="W"; $Path="/acme"; d=3',
             "secure; a=1", "a=b; c", "a=b; =c; d=e", "", " spaced = out ; x=y", "a=[1]; b=<c>; d={e}", "a=b;;c=d", "Domain=x; a=b",
             "a=1; version=2; comment=\"q r\"; b=3", "eggs  =  scrambled; spam=\xe9"):
    read = SimpleCookie(text)
    print(repr(text), sorted((key, morsel.value, sorted(item for item in morsel.items() if item[1])) for key, morsel in read.items()))
print(BaseCookie('a="quoted"')["a"].value, SimpleCookie('a="quoted"')["a"].value, SimpleCookie({"x": 1, "y": "z"}))
morsel = Morsel()
morsel.set("key", "value", "coded")
print(morsel, repr(morsel), morsel.isReservedKey("PATH"), morsel.isReservedKey("key"), sorted(morsel))
for wrong in (lambda: morsel.__setitem__("color", 1), lambda: morsel.set("path", 1, 1), lambda: morsel.set("a b", 1, 1),
              lambda: morsel.update({"path": "/", "color": 1}), lambda: morsel.setdefault("color"), lambda: jar.__setitem__("a;b", 1)):
    try:
        wrong()
    except CookieError as error:
        print(error)
print(repr(morsel["path"]), morsel.setdefault("PATH", "x"))
other = morsel.copy()
print(other == morsel, other is morsel, other != Morsel(), morsel == {})
other["domain"] = "example.com"
print(other == morsel, other.OutputString(), pickle.loads(pickle.dumps(other)) == other)
morsel["expires"] = 0
print(morsel.OutputString()[:30].count(","), morsel.OutputString().endswith(" GMT"))
