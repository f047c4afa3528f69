import email
import http.cookiejar
import http.server
import threading
import urllib.request


class Answer:
    def __init__(self, *cookies):
        self.headers = email.message_from_string("".join("Set-Cookie: %s\n" % cookie for cookie in cookies) + "\n")

    def info(self):
        return self.headers


def talk(url, *cookies, back=None, **policy):
    jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(**policy))
    jar.extract_cookies(Answer(*cookies), urllib.request.Request(url))
    request = urllib.request.Request(back or url)
    jar.add_cookie_header(request)
    print(jar, request.get_header("Cookie"), request.get_header("Cookie2"))


for host in ("localhost", "www.acme.com", "10.0.0.1", "foo.co.uk"):
    for domain in ("localhost", ".acme.com", "com", ".0.0.1", "co.uk", "other.com"):
        talk("http://%s/a/b" % host, "x=1; domain=" + domain)
        talk("http://%s/a/b" % host, "x=1; domain=%s; version=1" % domain, rfc2965=True, strict_domain=True)
for cookie in ("x", "x=", "=x", "x=1; expires=Wed, 09-Nov-2099 23:12:40 GMT", "x=1; expires=Wed, 09-Nov-1999 23:12:40 GMT", "x=1; max-age=q",
               "x=1; path=/c", 'x="a b"; version=1', "x=1; secure", "x=1; port", 'x=1; port="80, 90"', "x=1; port=81", "x=1; domain"):
    talk("http://acme.com/a/b/c", cookie)
    talk("http://acme.com/a/b/c", cookie, rfc2965=True, strict_ns_set_path=True)
talk("http://a.com/", "x=1; domain=.a.com", back="http://b.a.com/c")
talk("http://a.com/", "x=1", back="http://b.a.com/c")
talk("http://a.com/", "x=1", blocked_domains=["a.com"])
talk("http://a.com/", "x=1", allowed_domains=["b.com"])
talk("http://a.com/", "short=1; path=/", "long=2; path=/a", back="http://a.com/a/b")

jar = http.cookiejar.CookieJar()
jar.extract_cookies(Answer("x=1", "y=2; max-age=1000"), urllib.request.Request("http://www.acme.com/"))
print([(cookie.name, cookie.value, cookie.discard, cookie.is_expired()) for cookie in jar], len(jar))
jar.clear_session_cookies()
print([cookie.name for cookie in jar])
for wrong in ((None, "/"), (None, None, "x"), ("no",)):
    try:
        jar.clear(*wrong)
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
jar.clear("www.acme.com", "/", "y")
print(jar, len(jar))


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        body = (self.headers["Cookie"] or "none").encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "visits=%d; Path=/" % (len(seen) + 1))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        seen.append(self.path)
        self.wfile.write(body)


seen = []
with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
    for path in "abc":
        with opener.open("http://127.0.0.1:%d/%s" % (server.server_port, path)) as answer:
            print(answer.read())
    server.shutdown()
    thread.join()
