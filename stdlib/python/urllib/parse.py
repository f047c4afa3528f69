"""Splitting, joining and quoting of URLs (RFC 3986)."""

import functools
import re
import sys
import types
from collections import namedtuple

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl", "quote",
           "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes", "DefragResult", "ParseResult", "SplitResult",
           "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp", "rtsps", "rtspu",
                 "sftp", "svn", "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero", "rtsp",
               "rtsps", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss", "itms-services"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps", "rtspu", "sip", "sips", "mms", "sftp", "tel"]
scheme_chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

# What browsers drop: control characters and spaces around, line ends and tabs inside.
_around = "".join(map(chr, range(33)))
_inside = ["\t", "\r", "\n"]


def clear_cache():
    """Kept for compatibility: nothing is cached."""


# --- str and bytes go the same way

def _coerce_args(*args):
    """The arguments as str, and what turns a result back."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return args + (lambda x: x,)
    return tuple(x.decode("ascii", "strict") if x else "" for x in args) + (lambda x: x.encode("ascii", "strict"),)


class _ResultMixinStr:
    __slots__ = ()

    def encode(self, encoding="ascii", errors="strict"):
        return self._encoded_counterpart(*(x.encode(encoding, errors) for x in self))


class _ResultMixinBytes:
    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        return self._decoded_counterpart(*(x.decode(encoding, errors) for x in self))


class _NetlocResultMixinBase:
    __slots__ = ()

    def _text(self):
        return self.netloc if isinstance(self.netloc, str) else self.netloc.decode("ascii")

    def _like(self, text):
        return text if text is None or isinstance(self.netloc, str) else text.encode("ascii")

    def _userinfo(self):
        userinfo, at, _ = self._text().rpartition("@")
        if not at:
            return None, None
        username, colon, password = userinfo.partition(":")
        return username, password if colon else None

    def _hostinfo(self):
        _, _, hostinfo = self._text().rpartition("@")
        _, bracket, rest = hostinfo.partition("[")
        if bracket:
            hostname, _, port = rest.partition("]")
            _, _, port = port.partition(":")
        else:
            hostname, _, port = hostinfo.partition(":")
        return hostname, port or None

    @property
    def username(self):
        return self._like(self._userinfo()[0])

    @property
    def password(self):
        return self._like(self._userinfo()[1])

    @property
    def hostname(self):
        hostname = self._hostinfo()[0]
        if not hostname:
            return None
        # The zone of an IPv6 address keeps its letters.
        hostname, percent, zone = hostname.partition("%")
        return self._like(hostname.lower() + percent + zone)

    @property
    def port(self):
        port = self._hostinfo()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        number = int(port)
        if not 0 <= number <= 65535:
            raise ValueError("Port out of range 0-65535")
        return number

    __class_getitem__ = classmethod(types.GenericAlias)


_DefragResultBase = namedtuple("_DefragResultBase", "url fragment")
_SplitResultBase = namedtuple("_SplitResultBase", "scheme netloc path query fragment")
_ParseResultBase = namedtuple("_ParseResultBase", "scheme netloc path params query fragment")

ResultBase = _NetlocResultMixinBase


class DefragResult(_DefragResultBase, _ResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return self.url + "#" + self.fragment if self.fragment else self.url


class SplitResult(_SplitResultBase, _NetlocResultMixinBase, _ResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_ParseResultBase, _NetlocResultMixinBase, _ResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_DefragResultBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return self.url + b"#" + self.fragment if self.fragment else self.url


class SplitResultBytes(_SplitResultBase, _NetlocResultMixinBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_ParseResultBase, _NetlocResultMixinBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes), (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _text


# --- Splitting and joining

def urlparse(url, scheme="", allow_fragments=True):
    """scheme://netloc/path;params?query#fragment as a named tuple of six."""
    url, scheme, coerce = _coerce_args(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        path, params = _splitparams(path)
    result = ParseResult(scheme, netloc, path, params, query, fragment)
    return coerce(result)


def _splitparams(url):
    start = url.rfind("/") + 1
    position = url.find(";", start)
    return (url, "") if position < 0 else (url[:position], url[position + 1:])


def _check_netloc(netloc):
    if netloc and not netloc.isascii():
        # Characters that become separators in normal form would hide where a host ends.
        import unicodedata
        plain = netloc
        for c in "@:#?":
            plain = plain.replace(c, "")
        normal = unicodedata.normalize("NFKC", plain)
        if plain != normal:
            for c in "/?#@:":
                if c in normal:
                    raise ValueError("netloc '" + netloc + "' contains invalid characters under NFKC normalization")


def _check_bracketed_netloc(netloc):
    hostname_and_port = netloc.rpartition("@")[2]
    before, have_open, bracketed = hostname_and_port.partition("[")
    if have_open:
        if before:
            raise ValueError("Invalid IPv6 URL")
        hostname, _, port = bracketed.partition("]")
        if port and not port.startswith(":"):
            raise ValueError("Invalid IPv6 URL")
    else:
        hostname, _, port = hostname_and_port.partition(":")
    _check_bracketed_host(hostname)


def _check_bracketed_host(hostname):
    if hostname.startswith("v"):
        if not re.match(r"\Av[a-fA-F0-9]+\..+\Z", hostname):
            raise ValueError("IPvFuture address is invalid")
    else:
        import ipaddress
        address = ipaddress.ip_address(hostname)
        if isinstance(address, ipaddress.IPv4Address):
            raise ValueError("An IPv4 address cannot be in brackets")


@functools.lru_cache(typed=True)
def urlsplit(url, scheme="", allow_fragments=True):
    """scheme://netloc/path?query#fragment as a named tuple of five."""
    url, scheme, coerce = _coerce_args(url, scheme)
    url = url.lstrip(_around)
    scheme = scheme.strip(_around)
    for c in _inside:
        url = url.replace(c, "")
        scheme = scheme.replace(c, "")
    netloc = query = fragment = ""
    position = url.find(":")
    if position > 0 and url[0].isascii() and url[0].isalpha() and all(c in scheme_chars for c in url[:position]):
        scheme, url = url[:position].lower(), url[position + 1:]
    if url[:2] == "//":
        end = min([at for at in (url.find(c, 2) for c in "/?#") if at >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
        if "[" in netloc:
            _check_bracketed_netloc(netloc)
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    _check_netloc(netloc)
    return coerce(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    """The URL of six parts."""
    scheme, netloc, url, params, query, fragment, coerce = _coerce_args(*components)
    if params:
        url = "%s;%s" % (url, params)
    return coerce(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """The URL of five parts."""
    scheme, netloc, url, query, fragment, coerce = _coerce_args(*components)
    if netloc:
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + netloc + url
    elif url[:2] == "//":
        url = "//" + url
    elif scheme and scheme in uses_netloc and (not url or url[:1] == "/"):
        url = "//" + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return coerce(url)


def urljoin(base, url, allow_fragments=True):
    """What a link means in a page at base."""
    if not base:
        return url
    if not url:
        return base
    base, url, coerce = _coerce_args(base, url)
    bscheme, bnetloc, bpath, bparams, bquery, bfragment = urlparse(base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, bscheme, allow_fragments)
    if scheme != bscheme or scheme not in uses_relative:
        return coerce(url)
    if scheme in uses_netloc:
        if netloc:
            return coerce(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = bnetloc
    if not (path or params):
        path, params, query = bpath, bparams, query or bquery
        return coerce(urlunparse((scheme, netloc, path, params, query, fragment)))
    base_parts = bpath.split("/")
    if base_parts[-1] != "":
        del base_parts[-1]
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = base_parts + path.split("/")
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return coerce(urlunparse((scheme, netloc, "/".join(resolved) or "/", params, query, fragment)))


def urldefrag(url):
    """(url without its fragment, fragment)"""
    url, coerce = _coerce_args(url)
    if "#" in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        plain = urlunparse((scheme, netloc, path, params, query, ""))
    else:
        plain, fragment = url, ""
    return coerce(DefragResult(plain, fragment))


# --- Quoting

_always_safe = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")
_hexadecimal = "0123456789ABCDEFabcdef"
_byte_of = {(a + b).encode(): bytes([int(a + b, 16)]) for a in _hexadecimal for b in _hexadecimal}


def unquote_to_bytes(string):
    """Replace %xx by bytes."""
    if not string:
        string.split
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    pieces = string.split(b"%")
    if len(pieces) == 1:
        return bytes(string)
    result = bytearray(pieces[0])
    for piece in pieces[1:]:
        byte = _byte_of.get(piece[:2])
        if byte is None:
            result += b"%" + piece
        else:
            result += byte + piece[2:]
    return bytes(result)


_ascii_run = re.compile("([\x00-\x7f]+)")


def unquote(string, encoding="utf-8", errors="replace"):
    """Replace %xx by the characters that the bytes are in an encoding."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if "%" not in string:
        string.split
        return string
    if encoding is None:
        encoding = "utf-8"
    if errors is None:
        errors = "replace"
    parts = _ascii_run.split(string)
    for i in range(1, len(parts), 2):
        parts[i] = unquote_to_bytes(parts[i]).decode(encoding, errors)
    return "".join(parts)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """unquote(), with + for spaces."""
    return unquote(string.replace("+", " "), encoding, errors)


def quote(string, safe="/", encoding=None, errors=None):
    """Replace characters by %xx, but for letters, digits, _.-~ and those in safe."""
    if isinstance(string, str):
        return quote_from_bytes(string.encode(encoding or "utf-8", errors or "strict"), safe) if string else string
    for name, value in (("encoding", encoding), ("errors", errors)):
        if value is not None:
            raise TypeError(f"quote() doesn't support '{name}' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """quote(), with + for spaces."""
    if (" " if isinstance(string, str) else b" ") in string:
        safe += " " if isinstance(safe, str) else b" "
        return quote(string, safe, encoding, errors).replace(" ", "+")
    return quote(string, safe, encoding, errors)


def quote_from_bytes(bs, safe="/"):
    """quote() of bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    else:
        safe = bytes(c for c in safe if c < 128)
    table = _quoted_bytes(safe)
    return "".join([table[c] for c in bs])


@functools.lru_cache
def _quoted_bytes(safe):
    """What each byte becomes."""
    allowed = _always_safe.union(safe)
    return [chr(c) if c in allowed else "%%%02X" % c for c in range(256)]


# --- Queries

def _why_no_pairs(query):
    """The exception that says so, or None."""
    try:
        if len(query) and not isinstance(query[0], tuple):
            raise TypeError
    except TypeError as problem:
        return problem
    return None


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """A mapping or pairs as a=b&c=d; with doseq, sequences give one pair for each item."""
    if hasattr(query, "items"):
        query = query.items()
    elif (problem := _why_no_pairs(query)) is not None:
        raise TypeError("not a valid non-string sequence or mapping object") from problem

    def text(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for key, value in query:
        key = text(key)
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                pairs.append(key + "=" + text(value))
            else:
                pairs.extend(key + "=" + text(item) for item in value)
        else:
            pairs.append(key + "=" + text(value))
    return "&".join(pairs)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """A query as a dict of lists."""
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding=encoding, errors=errors, max_num_fields=max_num_fields,
                                 separator=separator):
        result.setdefault(name, []).append(value)
    return result


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """A query as a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    is_text = isinstance(qs, str)
    if is_text:
        separator = separator if isinstance(separator, str) else str(separator, "ascii")
        eq, plus = "=", "+"
    else:
        if not qs:
            return []
        qs = bytes(memoryview(qs))
        separator = separator.encode("ascii") if isinstance(separator, str) else separator
        eq = b"="

    def value_of(text):
        if is_text:
            return unquote(text.replace("+", " "), encoding=encoding, errors=errors)
        return unquote_to_bytes(text.replace(b"+", b" "))

    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, has_eq, value = field.partition(eq)
        if not has_eq and strict_parsing:
            raise ValueError("bad query field: %r" % (field,))
        if value or keep_blank_values:
            pairs.append((value_of(name), value_of(value)))
    return pairs
