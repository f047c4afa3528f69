# Handlers answer 401 and 407 with the Basic or the Digest scheme, and a manager finds the password for an address.
import base64
import hashlib
import http.server
import threading
import urllib.error
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        if self.path.startswith("/open"):
            self.answer(200, "open " + scheme)
        elif self.path.startswith("/basic"):
            if scheme == "Basic" and base64.b64decode(given) == b"joe:secret":
                self.answer(200, "basic")
            else:
                self.answer(401, "who?", 'Basic realm="here"')
        elif self.path.startswith("/digest"):
            self.digest(given if scheme == "Digest" else "")
        else:
            self.answer(401, "how?", "Strange realm=1")

    def digest(self, given):
        parts = urllib.request.parse_keqv_list(urllib.request.parse_http_list(given)) if given else {}

        def hashed(*texts):
            return hashlib.md5(":".join(texts).encode()).hexdigest()

        if parts:
            asked = hashed("GET", self.path)
            expected = hashed(hashed("joe", "there", "secret"), "abc", parts["nc"], parts["cnonce"], "auth", asked)
            if parts["response"] == expected and parts["username"] == "joe" and parts["opaque"] == "xyz":
                return self.answer(200, "digest " + parts["nc"])
        self.answer(401, "who?", 'Digest realm="there", nonce="abc", qop="auth", opaque="xyz", algorithm=MD5')

    def answer(self, code, text, challenge=None):
        self.send_response(code)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}/"


def fetch(opener, path):
    try:
        with opener.open(base + path, timeout=20) as answer:
            print(path, answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        print(path, error.code, error.reason)
        error.close()
    except ValueError as error:
        print(path, error)


right, wrong = urllib.request.HTTPPasswordMgrWithDefaultRealm(), urllib.request.HTTPPasswordMgr()
right.add_password(None, base, "joe", "secret")
wrong.add_password("here", base, "joe", "guess")
wrong.add_password("there", base, "joe", "guess")
for manager in right, wrong, urllib.request.HTTPPasswordMgr():
    handlers = urllib.request.HTTPBasicAuthHandler(manager), urllib.request.HTTPDigestAuthHandler(manager)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)
    for path in "basic", "digest", "digest/again", "open", "strange":
        fetch(opener, path)

# Where one has logged in, the next request need not be refused first.
manager = urllib.request.HTTPPasswordMgrWithPriorAuth()
manager.add_password("here", base, "joe", "secret", is_authenticated=True)
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPBasicAuthHandler(manager))
fetch(opener, "open")
manager.update_authenticated(base, False)
fetch(opener, "open")
print(manager.is_authenticated(base + "open/more"), manager.is_authenticated("http://elsewhere/"))
server.shutdown()
server.server_close()

# What a manager takes for the same place.
manager = urllib.request.HTTPPasswordMgr()
manager.add_password("realm", ["http://a.example/private", "b.example:8080"], "ann", "1")
for address in ("http://a.example/private", "http://a.example:80/private/x", "http://a.example/", "a.example", "http://a.example/privately",
                "http://b.example:8080/any", "b.example", "http://a.example:81/private"):
    print(address, manager.find_user_password("realm", address), manager.find_user_password("other", address))
print(urllib.request.parse_http_list('a, "b,c" , d="e\\"f,", g'), urllib.request.parse_keqv_list(['a=1', 'b="2 3"']))
