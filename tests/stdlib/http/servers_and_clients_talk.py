import http.client, http.server, threading, urllib.request, urllib.error, urllib.parse, os, tempfile, sys, io, json, socket
from http import HTTPStatus, HTTPMethod
print(HTTPStatus.OK, repr(HTTPStatus.NOT_FOUND), HTTPStatus(404).phrase, HTTPStatus.NOT_FOUND == 404, HTTPStatus.OK.is_success, HTTPStatus["IM_A_TEAPOT"].value, HTTPMethod.GET, repr(HTTPMethod.POST), HTTPMethod("PUT") == "PUT", len(HTTPStatus), http.client.responses[503], [s.value for s in HTTPStatus][:5], HTTPStatus.REQUEST_URI_TOO_LONG, [s.phrase for s in HTTPStatus])

class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def do_GET(self):
        if self.path == "/redir":
            self.send_response(302)
            self.send_header("Location", "/final")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/err":
            self.send_error(404, "Nope")
            return
        if self.path == "/chunk":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for p in (b"abc", b"defgh"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(p), p))
            self.wfile.write(b"0\r\n\r\n")
            return
        body = json.dumps({"path": self.path, "ua": self.headers.get("X-Test"), "m": self.command}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201, "Made")
        self.send_header("Content-Length", str(len(data) + 2))
        self.end_headers()
        self.wfile.write(b"<" + data + b">")
srv = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
threading.Thread(target=srv.serve_forever, daemon=True).start()
port = srv.server_port
base = f'http://127.0.0.1:{port}'
c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
c.request("GET", "/a?b=1", headers={"X-Test": "t"})
r = c.getresponse()
print(r.status, r.reason, r.getheader("content-type"), r.version, r.read(), r.isclosed())
c.request("POST", "/p", body="data")
r = c.getresponse()
print(r.status, r.reason, r.read(3), r.read())
c.request("GET", "/chunk")
r = c.getresponse()
print(r.chunked, r.read(2), r.read())
c.close()
with urllib.request.urlopen(base + "/x", timeout=5) as r:
    print(r.status, r.headers["Content-Type"], json.load(r), r.url == base + "/x", r.getcode())
print(urllib.request.urlopen(urllib.request.Request(base + "/q", headers={"x-test": "v"})).read(), urllib.request.urlopen(base + "/p", data=urllib.parse.urlencode({"a": 1}).encode()).read())
r = urllib.request.urlopen(base + "/redir")
print(r.geturl() == base + "/final", json.load(r)["path"])
try:
    urllib.request.urlopen(base + "/err")
except urllib.error.HTTPError as e:
    print(e, e.code, e.reason, repr(e), b"Nope" in e.read(), e.headers["Connection"], isinstance(e, urllib.error.URLError))
for u in ("nope://x", "http://127.0.0.1:1/", "file:///nope/zz", "noscheme", "http:///x"):
    try:
        urllib.request.urlopen(u, timeout=2)
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)
print(urllib.request.urlopen("data:text/plain;base64,aGk=").read(), urllib.request.urlopen("data:,a%20b").headers["content-type"])
d = tempfile.mkdtemp()
open(os.path.join(d, "f.txt"), "w").close()
f = open(os.path.join(d, "g.html"), "w")
f.write("<p>")
f.close()
os.mkdir(os.path.join(d, "sub"))
r = urllib.request.urlopen("file://" + os.path.join(d, "g.html"))
print(r.read(), r.headers["Content-type"], r.headers["Content-length"])
import functools

class S(http.server.SimpleHTTPRequestHandler):

    def log_message(self, *a):
        pass
s2 = http.server.HTTPServer(("127.0.0.1", 0), functools.partial(S, directory=d))
threading.Thread(target=s2.serve_forever, daemon=True).start()
b2 = f'http://127.0.0.1:{s2.server_port}'
r = urllib.request.urlopen(b2 + "/g.html")
print(r.status, r.headers["Content-type"], r.headers["Server"][:10], r.read())
print(urllib.request.urlopen(b2 + "/").read().decode())
print(urllib.request.urlopen(b2 + "/sub").geturl()[-5:])
try:
    urllib.request.urlopen(b2 + "/zzz")
except urllib.error.HTTPError as e:
    print(e)
n, h = urllib.request.urlretrieve(b2 + "/g.html", os.path.join(d, "out"))
print(os.path.basename(n), open(n).read(), h["content-length"])
q = urllib.request.Request("http://h:1/p?q#f", data=b"x", method="PUT")
print(q.host, q.type, q.selector, q.get_method(), q.fragment, q.full_url, q.has_header("X"))
for f in (lambda: http.client.HTTPConnection("h:zz"), lambda: http.client.HTTPConnection("a b"), lambda: http.client.HTTPConnection("h").getresponse(), lambda: http.client.HTTPConnection("127.0.0.1", 1).request("GET", "/ x"), lambda: http.client.HTTPConnection("h").putheader("a", "b")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
sk = socket.create_connection(("127.0.0.1", port))
sk.sendall(b"BAD\r\n\r\n")
print(sk.recv(30))
sk.close()
sk = socket.create_connection(("127.0.0.1", port))
sk.sendall(b"ZAP / HTTP/1.1\r\n\r\n")
print(sk.recv(12))
sk.close()
srv.shutdown()
s2.shutdown()
srv.server_close()
s2.server_close()
