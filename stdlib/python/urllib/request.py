"""Fetch what addresses stand for: http, file and data. There is no TLS here, hence no https, and no ftp.

    with urllib.request.urlopen("http://localhost:8000/") as answer:
        print(answer.status, answer.read())
"""

import bisect
import contextlib
import email
import http.client
import io
import os
import re
import socket
import string
import sys
import tempfile
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin, urlparse, urlsplit, urlunparse
from urllib.response import addinfourl

__all__ = ["Request", "OpenerDirector", "BaseHandler", "HTTPDefaultErrorHandler", "HTTPRedirectHandler", "ProxyHandler",
           "HTTPHandler", "HTTPCookieProcessor", "FileHandler", "DataHandler", "UnknownHandler", "HTTPErrorProcessor", "urlopen", "install_opener",
           "build_opener", "pathname2url", "url2pathname", "getproxies", "urlretrieve", "urlcleanup", "AbstractBasicAuthHandler",
           "AbstractDigestAuthHandler", "HTTPBasicAuthHandler", "HTTPDigestAuthHandler", "HTTPPasswordMgr", "HTTPPasswordMgrWithDefaultRealm",
           "HTTPPasswordMgrWithPriorAuth", "ProxyBasicAuthHandler", "ProxyDigestAuthHandler"]

__version__ = "%d.%d" % sys.version_info[:2]

_opener = None


def urlopen(url, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, *, context=None):
    """Fetch an address, given as text or a Request; the answer is a binary file. data: bytes for POST."""
    global _opener
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Let urlopen() use another opener."""
    global _opener
    _opener = opener


_url_tempfiles = []
_BLOCK = 8192


def _copy(source, target, report):
    """Copy a file; how many bytes. report(number of blocks so far) is called at first and after each block."""
    report(0)
    total = 0
    for count, block in enumerate(iter(lambda: source.read(_BLOCK), b""), 1):
        target.write(block)
        total += len(block)
        report(count)
    return total


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Fetch an address into a file, a temporary one without a name: (name, headers)."""
    with contextlib.closing(urlopen(url, data)) as source:
        headers = source.info()
        if urlsplit(url).scheme == "file" and not filename:
            return os.path.normpath(urlsplit(url).path), headers
        if not filename:
            target = tempfile.NamedTemporaryFile(delete=False)
            _url_tempfiles.append(filename := target.name)
        else:
            target = open(filename, "wb")
        size = int(headers.get("Content-Length", -1))
        with target:
            read = _copy(source, target, lambda count: reporthook and reporthook(count, _BLOCK, size))
    if size >= 0 and read < size:
        raise ContentTooShortError("retrieval incomplete: got only %i out of %i bytes" % (read, size), (filename, headers))
    return filename, headers


def urlcleanup():
    """Remove the temporary files of urlretrieve()."""
    global _opener
    while _url_tempfiles:
        with contextlib.suppress(OSError):
            os.unlink(_url_tempfiles.pop())
    _opener = None


def request_host(request):
    """The host of a request, in lower case."""
    host = urlparse(request.full_url)[1] or request.get_header("Host", "")
    return re.sub(r":\d+$", "", host, count=1).lower()


class Request:
    """What is to be fetched, and how."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.headers, self.unredirected_hdrs = {}, {}
        self._tunnel_host = self._data = None
        self.full_url, self.data = url, data
        for name, value in headers.items():
            self.add_header(name, value)
        self.unverifiable = unverifiable
        self.origin_req_host = origin_req_host if origin_req_host is not None else request_host(self)
        if method:
            self.method = method

    @property
    def full_url(self):
        return f"{self._full_url}#{self.fragment}" if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        url = url.strip()
        if url.startswith("<") and url.endswith(">"):
            url = url[1:-1].strip()
        if url.startswith("URL:"):
            url = url[4:].strip()
        self._full_url, _, fragment = url.partition("#")
        self.fragment = fragment or None
        self.type, colon, rest = self._full_url.partition(":")
        if not colon or not re.fullmatch("[^/:]+", self.type):
            raise ValueError("unknown url type: %r" % self.full_url)
        self.type = self.type.lower()
        if rest.startswith("//"):
            match = re.match("//([^/?]*)(.*)", rest, re.DOTALL)
            self.host, self.selector = unquote(match[1]), match[2]
            if self.selector and self.selector[0] != "/":
                self.selector = "/" + self.selector
        else:
            self.host, self.selector = None, rest

    @full_url.deleter
    def full_url(self):
        self._full_url = self.fragment = None
        self.selector = ""

    def _set_data(self, data):
        if data == self._data:
            return
        self._data = data
        self.remove_header("Content-length")  # it is counted anew

    data = property(lambda self: self._data, _set_data, lambda self: self._set_data(None), doc="What is sent along, or None.")

    def get_method(self):
        """The method."""
        usual = "POST" if self.data is not None else "GET"
        return getattr(self, "method", usual)

    def get_full_url(self):
        """The address with its fragment."""
        return self.full_url

    def set_proxy(self, host, type):
        """Ask another host, which gets the whole address."""
        self.host, self.type, self.selector = host, type, self.full_url

    def has_proxy(self):
        """Is another host asked?"""
        return self.full_url == self.selector

    # --- Headers. Those that are not redirected do not go along when the server sends us elsewhere.

    def add_header(self, key, val):
        """Add a header."""
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Add a header for this address only."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        """Is there such a header? Its name is written as Title."""
        return any(header_name in headers for headers in (self.headers, self.unredirected_hdrs))

    def get_header(self, header_name, default=None):
        """The value of a header."""
        return {**self.unredirected_hdrs, **self.headers}.get(header_name, default)

    def remove_header(self, header_name):
        """Remove a header, if it is there."""
        for headers in (self.headers, self.unredirected_hdrs):
            headers.pop(header_name, None)

    def header_items(self):
        """All headers: a list of (name, value)."""
        return list((self.unredirected_hdrs | self.headers).items())


class OpenerDirector:
    """Asks handlers, in order: X_request, X_open, X_response and X_error_NUMBER for the kind X of an address."""

    def __init__(self):
        self.addheaders = [("User-agent", "Python-urllib/%s" % __version__)]
        self.handlers = []

    def add_handler(self, handler):
        """Add a handler."""
        if not hasattr(handler, "add_parent"):
            raise TypeError("expected BaseHandler instance, got %r" % type(handler))
        bisect.insort(self.handlers, handler)
        handler.add_parent(self)

    def close(self):
        pass

    def _methods(self, name):
        # They are named as if they were for a kind of addresses, but do something else.
        if name not in ("redirect_request", "do_open", "proxy_open"):
            for handler in self.handlers:
                method = getattr(handler, name, None)
                if method is not None:
                    yield method

    def _call(self, name, *args):
        for method in self._methods(name):
            result = method(*args)
            if result is not None:
                return result
        return None

    def open(self, fullurl, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        """Fetch an address."""
        if isinstance(fullurl, str):
            request = Request(fullurl, data)
        else:
            request = fullurl
            if data is not None:
                request.data = data
        request.timeout = timeout
        for method in self._methods(request.type + "_request"):
            request = method(request)
        response = self._call("default_open", request) or self._call(request.type + "_open", request) or \
            self._call("unknown_open", request)
        for method in self._methods(request.type + "_response"):
            response = method(request, response)
        return response

    def error(self, proto, *args):
        """Have an error handled."""
        if proto in ("http", "https"):
            request, response, code, message, headers = args
            result = self._call("http_error_%s" % code, *args)
            return result if result is not None else self._call("http_error_default", *args)
        return self._call(proto + "_error", *args)


def build_opener(*handlers):
    """An opener of the usual handlers and these, which replace those that they are derived from."""
    opener = OpenerDirector()
    classes = [ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, FileHandler,
               HTTPErrorProcessor, DataHandler]
    for kind in classes:
        if not any(issubclass(given, kind) if isinstance(given, type) else isinstance(given, kind) for given in handlers):
            opener.add_handler(kind())
    for given in handlers:
        opener.add_handler(given() if isinstance(given, type) else given)
    return opener


class BaseHandler:
    """What handlers have in common: an order."""

    handler_order = 500

    def add_parent(self, parent):
        """The opener that asks."""
        self.parent = parent

    def close(self):
        """Nothing is left over."""

    def __lt__(self, other):
        # Before anything that is no handler.
        return self.handler_order < getattr(other, "handler_order", float("inf"))


class HTTPErrorProcessor(BaseHandler):
    """Answers that are no success are errors."""

    handler_order = 1000

    def http_response(self, request, response):
        code, message, headers = response.code, response.msg, response.info()
        if not 200 <= code < 300:
            response = self.parent.error("http", request, response, code, message, headers)
        return response

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Errors that nobody handles are raised."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Goes where answers point to."""

    max_repeats = 4
    max_redirections = 10
    inf_msg = "The HTTP server returned a redirect error that would lead to an infinite loop.\nThe last 30x error message was:\n"

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The Request for the new address, or None."""
        method = req.get_method()
        if not (code in (301, 302, 303, 307, 308) and method in ("GET", "HEAD") or code in (301, 302, 303) and method == "POST"):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        kept = {key: value for key, value in req.headers.items() if key.lower() not in ("content-length", "content-type")}
        return Request(newurl.replace(" ", "%20"), method="HEAD" if method == "HEAD" else "GET", headers=kept,
                       origin_req_host=req.origin_req_host, unverifiable=True)

    def http_error_302(self, req, fp, code, msg, headers):
        newurl = headers.get("location", headers.get("uri"))
        if newurl is None:
            return None
        parts = urlparse(newurl)
        if parts.scheme not in ("http", "https", "ftp", ""):
            raise HTTPError(newurl, code, "%s - Redirection to url '%s' is not allowed" % (msg, newurl), headers, fp)
        if not parts.path and parts.netloc:
            parts = parts._replace(path="/")
        newurl = urljoin(req.full_url, quote(urlunparse(parts), encoding="iso-8859-1", safe=string.punctuation))
        new = self.redirect_request(req, fp, code, msg, headers, newurl)
        if new is None:
            return None
        visited = new.redirect_dict = req.redirect_dict = getattr(req, "redirect_dict", {})
        if visited.get(newurl, 0) >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[newurl] = visited.get(newurl, 0) + 1
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def getproxies():
    """The proxies that the environment names: {kind: address}."""
    proxies = {}
    for name, value in os.environ.items():
        if value and name.lower().endswith("_proxy") and not ("REQUEST_METHOD" in os.environ and name == "HTTP_PROXY"):
            kind = name.lower()[:-6]
            if name.islower() or kind not in proxies:
                proxies[kind] = value
    return proxies


getproxies_environment = getproxies


def proxy_bypass(host, proxies=None):
    """Whether a host is to be asked without a proxy."""
    listed = (getproxies() if proxies is None else proxies).get("no", "")
    if listed == "*":
        return True
    host = host.lower()
    bare = re.sub(r":\d+$", "", host)
    for name in listed.split(","):
        name = name.strip().lstrip(".").lower()
        if name and (bare == name or host == name or bare.endswith("." + name) or host.endswith("." + name)):
            return True
    return False


proxy_bypass_environment = proxy_bypass


class ProxyHandler(BaseHandler):
    """Sends requests through proxies."""

    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = {kind.lower(): url for kind, url in (getproxies() if proxies is None else proxies).items()}
        for kind, url in self.proxies.items():
            setattr(self, "%s_open" % kind, lambda request, url=url, kind=kind: self.proxy_open(request, url, kind))

    def proxy_open(self, req, proxy, type):
        original = req.type
        if req.host and proxy_bypass(req.host):
            return None
        parts = urlsplit(proxy if "://" in proxy else "//" + proxy)
        if parts.username and parts.password is not None:
            import base64
            pair = "%s:%s" % (unquote(parts.username), unquote(parts.password))
            req.add_header("Proxy-authorization", "Basic " + base64.b64encode(pair.encode()).decode("ascii"))
        req.set_proxy(unquote(parts.netloc.rpartition("@")[2]), parts.scheme or original)
        if original == req.type:
            return None
        return self.parent.open(req, timeout=req.timeout)


class AbstractHTTPHandler(BaseHandler):
    """Speaks HTTP."""

    def __init__(self, debuglevel=None):
        self._debuglevel = http.client.HTTPConnection.debuglevel if debuglevel is None else debuglevel

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def do_request_(self, request):
        host = request.host
        if not host:
            raise URLError("no host given")
        if request.data is not None:
            data = request.data
            if isinstance(data, str):
                raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.")
            if not request.has_header("Content-type"):
                request.add_unredirected_header("Content-type", "application/x-www-form-urlencoded")
            if not request.has_header("Content-length") and not request.has_header("Transfer-encoding"):
                try:
                    request.add_unredirected_header("Content-length", "%d" % memoryview(data).nbytes)
                except TypeError:
                    request.add_unredirected_header("Transfer-encoding", "chunked")
        if request.has_proxy():
            host = urlsplit(request.selector).netloc
        if not request.has_header("Host"):
            request.add_unredirected_header("Host", host)
        for name, value in self.parent.addheaders:
            if not request.has_header(name.capitalize()):
                request.add_unredirected_header(name.capitalize(), value)
        return request

    def do_open(self, http_class, req, **http_conn_args):
        """Send a request; the answer."""
        if not req.host:
            raise URLError("no host given")
        connection = http_class(req.host, timeout=req.timeout, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        headers = dict(req.unredirected_hdrs)
        headers.update({key: value for key, value in req.headers.items() if key not in headers})
        headers["Connection"] = "close"
        headers = {name.title(): value for name, value in headers.items()}
        try:
            try:
                connection.request(req.get_method(), req.selector, req.data, headers,
                                   encode_chunked=req.has_header("Transfer-encoding"))
            except OSError as error:
                raise URLError(error)
            response = connection.getresponse()
        except:
            connection.close()
            raise
        # The answer keeps the connection open until it is read.
        if connection.sock:
            connection.sock.close()
            connection.sock = None
        response.url = req.get_full_url()
        # For those who handle errors, as it always was.
        response.msg = response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    """Fetches over HTTP."""

    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)

    http_request = AbstractHTTPHandler.do_request_


class HTTPCookieProcessor(BaseHandler):
    """Sends cookies with requests, and keeps those of the answers."""

    def __init__(self, cookiejar=None):
        import http.cookiejar
        self.cookiejar = http.cookiejar.CookieJar() if cookiejar is None else cookiejar

    def http_request(self, request):
        self.cookiejar.add_cookie_header(request)
        return request

    def http_response(self, request, response):
        self.cookiejar.extract_cookies(response, request)
        return response

    https_request, https_response = http_request, http_response


class UnknownHandler(BaseHandler):
    """Refuses what nobody can fetch."""

    def unknown_open(self, req):
        raise URLError("unknown url type: %s" % req.type)


def url2pathname(pathname):
    """The part of a file address behind file: as a path."""
    return unquote(pathname)


def pathname2url(pathname):
    """A path as part of a file address."""
    return quote(pathname)


class FileHandler(BaseHandler):
    """Fetches files of this machine."""

    def file_open(self, req):
        url = req.selector
        if url[:2] == "//" and url[2:3] != "/" and (req.host and req.host != "localhost"):
            raise URLError("file:// scheme is supported only on localhost")
        return self.open_local_file(req)

    def open_local_file(self, req):
        import email.utils
        import mimetypes
        host, filename = req.host, req.selector
        path = url2pathname(filename)
        if host and host not in ("localhost", "127.0.0.1"):
            raise URLError("file not on local host")
        try:
            status = os.stat(path)
            modified = email.utils.formatdate(status.st_mtime, usegmt=True)
            kind = mimetypes.guess_type(filename)[0]
            headers = email.message_from_string("Content-type: %s\nContent-length: %d\nLast-modified: %s\n" %
                                                (kind or "text/plain", status.st_size, modified))
            return addinfourl(open(path, "rb"), headers, "file://" + (host or "") + filename)
        except OSError as error:
            raise URLError(error, error.filename)


class DataHandler(BaseHandler):
    """Fetches what addresses hold themselves: data:text/plain,hello"""

    def data_open(self, req):
        _, data = req.full_url.split(":", 1)
        kind, data = data.split(",", 1)
        data = unquote_to_bytes(data)
        if kind.endswith(";base64"):
            import base64
            data = base64.decodebytes(data)
            kind = kind[:-7]
        if not kind:
            kind = "text/plain;charset=US-ASCII"
        headers = email.message_from_string("Content-type: %s\nContent-length: %d\n" % (kind, len(data)))
        return addinfourl(io.BytesIO(data), headers, req.full_url)


# They are made of what stands above.
from urllib._log_ins import (AbstractBasicAuthHandler, AbstractDigestAuthHandler, HTTPBasicAuthHandler, HTTPDigestAuthHandler, HTTPPasswordMgr,
                             HTTPPasswordMgrWithDefaultRealm, HTTPPasswordMgrWithPriorAuth, ProxyBasicAuthHandler, ProxyDigestAuthHandler,
                             parse_http_list, parse_keqv_list)
