import http.cookiejar
import os
import tempfile
import warnings

os.chdir(tempfile.mkdtemp())
warnings.simplefilter("ignore")


def cookie(name, value, **more):
    given = dict(version=0, port=None, port_specified=False, domain=".acme.com", domain_specified=True, domain_initial_dot=True, path="/",
                 path_specified=True, secure=False, expires=4097949160, discard=False, comment=None, comment_url=None, rest={})
    given.update(more)
    return http.cookiejar.Cookie(name=name, value=value, **given)


for kind in (http.cookiejar.MozillaCookieJar, http.cookiejar.LWPCookieJar):
    jar = kind("cookies.txt")
    jar.set_cookie(cookie("plain", "1"))
    jar.set_cookie(cookie("session", "a b", discard=True, expires=None))
    jar.set_cookie(cookie("old", "2", expires=1))
    jar.set_cookie(cookie("bare", None, domain="www.acme.com", domain_specified=False, domain_initial_dot=False))
    jar.set_cookie(cookie("full", 'q"r', secure=True, port="80", port_specified=True, comment="c", rest={"HTTPOnly": "", "k": "v"}))
    for everything in (False, True):
        jar.save(ignore_discard=everything, ignore_expires=everything)
        with open("cookies.txt") as file:
            print(file.read())
        other = kind()
        other.load("cookies.txt", ignore_discard=True, ignore_expires=everything)
        print(list(other))
    print(oct(os.stat("cookies.txt").st_mode & 0o777))
    other.clear()
    other.revert("cookies.txt")
    print([each.name for each in other])
    for text in ("", "hello", "# Netscape HTTP Cookie File\nfoo\n", "#LWP-Cookies-2.0\nSet-Cookie3: x=1\n"):
        with open("wrong.txt", "w") as file:
            file.write(text)
        try:
            print(len(kind("wrong.txt")), kind("wrong.txt").load())
        except http.cookiejar.LoadError as error:
            print(error, isinstance(error, OSError))
    for action in (kind().save, kind().load, lambda: other.revert("none.txt")):
        try:
            action()
        except (ValueError, FileNotFoundError) as error:
            print(type(error).__name__, error)
    print([each.name for each in other])
for text in ("Wed, 09 Feb 1994 22:23:32 GMT", "Tuesday, 08-Feb-94 14:15:29 GMT", "03/Feb/1994:17:03:55 -0700", "08 Feb 1994 10:00 PST", "no"):
    print(http.cookiejar.http2time(text))
for text in ("1994-02-03 14:15:29 -0100", "19940203T141529Z", "1994-02-03", "no"):
    print(http.cookiejar.iso2time(text))
