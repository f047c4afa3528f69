"""Handlers of urllib.request that log in, to servers and to proxies: passwords, Basic (RFC 7617) and Digest (RFC 7616).

Thread safety: an opener with such handlers is used by one thread at a time, as in CPython; the count of Digest is that of its handler.
"""

import base64
import hashlib
import os
import time
import warnings
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse, urlsplit
from urllib.request import BaseHandler

_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_http_list(s):
    """Split the value of a header at its commas, except those between quotes."""
    parts, part = [], ""
    quoted = escaped = False
    for character in s:
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
            continue
        elif character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            parts.append(part)
            part = ""
            continue
        part += character
    if part:
        parts.append(part)
    return [part.strip() for part in parts]


def parse_keqv_list(l):
    """Return a list of "key=value" as a dict, without quotes round the values."""
    result = {}
    for item in l:
        key, value = item.split("=", 1)
        if value[0] == value[-1] == '"':
            value = value[1:-1]
        result[key] = value
    return result


# --- Passwords

class HTTPPasswordMgr:
    """Knows names and passwords for addresses and what is below them, by realm."""

    def __init__(self):
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        """Use this name and password for an address, or for each of several."""
        addresses = [uri] if isinstance(uri, str) else uri
        known = self.passwd.setdefault(realm, {})
        for default_port in True, False:
            known[tuple(self.reduce_uri(address, default_port) for address in addresses)] = user, passwd

    def find_user_password(self, realm, authuri):
        """Return the name and the password for an address: (None, None) if there are none."""
        for default_port in True, False:
            asked = self.reduce_uri(authuri, default_port)
            for addresses, found in self.passwd.get(realm, {}).items():
                if any(self.is_suburi(address, asked) for address in addresses):
                    return found
        return None, None

    def reduce_uri(self, uri, default_port=True):
        """Return the (host, path) of an address, or of a host alone; the host with its port if `default_port` says so."""
        parts = urlsplit(uri)
        if parts.netloc:
            scheme, host, path = parts.scheme, parts.netloc, parts.path or "/"
        else:
            scheme, host, path = None, uri, "/"
        name, colon, port = host.rpartition(":")
        if default_port and not (colon and (port.isdigit() or not port)) and scheme in _DEFAULT_PORTS:
            host = f"{host}:{_DEFAULT_PORTS[scheme]}"
        return host, path

    def is_suburi(self, base, test):
        """Whether a reduced address is another, or below it."""
        if base == test:
            return True
        return base[0] == test[0] and test[1].startswith(base[1] if base[1].endswith("/") else base[1] + "/")


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """What is known for the realm None is used for each realm of which nothing is known."""

    def find_user_password(self, realm, authuri):
        user, password = HTTPPasswordMgr.find_user_password(self, realm, authuri)
        if user is None:
            user, password = HTTPPasswordMgr.find_user_password(self, None, authuri)
        return user, password


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Knows as well where one has logged in, so that the next request logs in without being asked."""

    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        self.update_authenticated(uri, is_authenticated)
        # They are looked for before the server has told its realm.
        if realm is not None:
            super().add_password(None, uri, user, passwd)
        super().add_password(realm, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        """Note whether one has logged in at an address, or at each of several."""
        for address in [uri] if isinstance(uri, str) else uri:
            for default_port in True, False:
                self.authenticated[self.reduce_uri(address, default_port)] = is_authenticated

    def is_authenticated(self, authuri):
        """Return whether one has logged in there."""
        for default_port in True, False:
            asked = self.reduce_uri(authuri, default_port)
            for address in self.authenticated:
                if self.is_suburi(address, asked):
                    return self.authenticated[address]
        return None


# --- What the server asks for

def _challenges(header):
    """The (scheme, realm) that a header asks for; realm None: it tells none."""
    found = []
    for part in filter(None, parse_http_list(header)):
        words = part.split(None, 1)
        # A scheme stands before its first parameter; further parameters have a = right after their names.
        if len(words) == 2 and "=" not in words[0]:
            found.append([words[0], None])
            part = words[1]
        elif len(words) == 1 and "=" not in part:
            found.append([part, None])
            continue
        name, _, value = part.partition("=")
        if found and name.strip().lower() == "realm" and found[-1][1] is None:
            value = value.strip()
            found[-1][1] = value.strip("\"'")
            if value[:1] not in ("'", '"'):
                warnings.warn("Basic Auth Realm was unquoted", UserWarning, 4)
    return found


# --- Basic

class AbstractBasicAuthHandler:
    """Sends name and password as they are."""

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_auth_reqed(self, authreq, host, req, headers):
        """Ask again, with a password if one is known for what the headers named `authreq` want; None if there is none."""
        unsupported = None
        for header in headers.get_all(authreq) or ():
            for scheme, realm in _challenges(header):
                if scheme.lower() != "basic":
                    unsupported = scheme
                elif realm is not None:
                    return self.retry_http_basic_auth(host, req, realm)
        if unsupported is not None:
            raise ValueError("AbstractBasicAuthHandler does not support the following scheme: %r" % (unsupported,))
        return None

    @staticmethod
    def _credentials(user, password):
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")

    def retry_http_basic_auth(self, host, req, realm):
        """Ask again with the password of a realm; None if there is none, or if it was refused."""
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        credentials = self._credentials(user, password)
        if req.get_header(self.auth_header, None) == credentials:
            return None
        req.add_unredirected_header(self.auth_header, credentials)
        return self.parent.open(req, timeout=req.timeout)

    def http_request(self, req):
        """Log in at once where one has logged in before."""
        if getattr(self.passwd, "is_authenticated", None) and self.passwd.is_authenticated(req.full_url):
            if not req.has_header("Authorization"):
                user, password = self.passwd.find_user_password(None, req.full_url)
                req.add_unredirected_header("Authorization", self._credentials(user, password))
        return req

    def http_response(self, req, response):
        """Note whether that was a success."""
        if hasattr(self.passwd, "is_authenticated"):
            self.passwd.update_authenticated(req.full_url, 200 <= response.code < 300)
        return response

    https_request, https_response = http_request, http_response


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Logs in to servers with the Basic scheme."""

    auth_header = "Authorization"

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed("www-authenticate", req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Logs in to proxies with the Basic scheme."""

    auth_header = "Proxy-authorization"

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed("proxy-authenticate", req.host, req, headers)


# --- Digest

class AbstractDigestAuthHandler:
    """Proves that it knows the password, without sending it."""

    def __init__(self, passwd=None):
        self.passwd = HTTPPasswordMgr() if passwd is None else passwd
        self.add_password = self.passwd.add_password
        self.retried = 0
        self.nonce_count = 0
        self.last_nonce = None

    def reset_retry_count(self):
        """Begin to count anew how often one was refused."""
        self.retried = 0

    def http_error_auth_reqed(self, auth_header, host, req, headers):
        """Ask again with an answer to what a header asks; None if no password is known."""
        header = headers.get(auth_header, None)
        if self.retried > 5:
            # A wrong password would be refused for ever.
            raise HTTPError(req.full_url, 401, "digest auth failed", headers, None)
        self.retried += 1
        if header:
            scheme = header.split()[0]
            if scheme.lower() == "digest":
                return self.retry_http_digest_auth(req, header)
            if scheme.lower() != "basic":
                raise ValueError("AbstractDigestAuthHandler does not support the following scheme: '%s'" % scheme)
        return None

    def retry_http_digest_auth(self, req, auth):
        """Ask again with an answer to this header."""
        challenge = parse_keqv_list(filter(None, parse_http_list(auth.split(" ", 1)[1])))
        answer = self.get_authorization(req, challenge)
        if not answer:
            return None
        value = f"Digest {answer}"
        if req.headers.get(self.auth_header, None) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def get_cnonce(self, nonce):
        """Return a word that nobody can guess."""
        seed = f"{self.nonce_count}:{nonce}:{time.ctime()}:".encode("ascii") + os.urandom(8)
        return hashlib.sha1(seed).hexdigest()[:16]

    def get_authorization(self, req, chal):
        """Return the answer to a challenge, as text; None if no password is known or the challenge says too little."""
        try:
            realm, nonce = chal["realm"], chal["nonce"]
        except KeyError:
            return None
        qop, algorithm, opaque = chal.get("qop"), chal.get("algorithm", "MD5"), chal.get("opaque")
        digest, keyed = self.get_algorithm_impls(algorithm)
        if digest is None:
            return None
        user, password = self.passwd.find_user_password(realm, req.full_url)
        if user is None:
            return None
        secret = digest(f"{user}:{realm}:{password}")
        asked = digest(f"{req.get_method()}:{req.selector}")
        if qop is None:
            answer = keyed(secret, f"{nonce}:{asked}")
        elif "auth" in qop.split(","):
            # Each use of a nonce has a number.
            self.nonce_count = self.nonce_count + 1 if nonce == self.last_nonce else 1
            self.last_nonce = nonce
            number, own = f"{self.nonce_count:08x}", self.get_cnonce(nonce)
            answer = keyed(secret, f"{nonce}:{number}:{own}:auth:{asked}")
        else:
            raise URLError("qop '%s' is not supported." % qop)
        text = f'username="{user}", realm="{realm}", nonce="{nonce}", uri="{req.selector}", response="{answer}"'
        if opaque:
            text += f', opaque="{opaque}"'
        entity = self.get_entity_digest(req.data, chal)
        if entity:
            text += f', digest="{entity}"'
        text += f', algorithm="{algorithm}"'
        if qop:
            text += f', qop=auth, nc={number}, cnonce="{own}"'
        return text

    def get_algorithm_impls(self, algorithm):
        """Return the functions H(data) and KD(secret, data) of an algorithm."""
        makers = {"MD5": hashlib.md5, "SHA": hashlib.sha1, "SHA-256": hashlib.sha256}
        if algorithm not in makers:
            raise ValueError("Unsupported digest authentication algorithm %r" % algorithm)

        def digest(data):
            return makers[algorithm](data.encode("ascii")).hexdigest()

        return digest, lambda secret, data: digest(f"{secret}:{data}")

    def get_entity_digest(self, data, chal):
        """None: what is sent along is not signed."""
        return None


class HTTPDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Logs in to servers with the Digest scheme."""

    auth_header = "Authorization"
    handler_order = 490  # before Basic

    def http_error_401(self, req, fp, code, msg, headers):
        answer = self.http_error_auth_reqed("www-authenticate", urlparse(req.full_url)[1], req, headers)
        self.reset_retry_count()
        return answer


class ProxyDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Logs in to proxies with the Digest scheme."""

    auth_header = "Proxy-Authorization"
    handler_order = 490  # before Basic

    def http_error_407(self, req, fp, code, msg, headers):
        answer = self.http_error_auth_reqed("proxy-authenticate", req.host, req, headers)
        self.reset_retry_count()
        return answer


for _each in list(globals().values()):
    if getattr(_each, "__module__", None) == __name__:
        _each.__module__ = "urllib.request"
del _each
