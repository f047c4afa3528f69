"""Cookies of HTTP clients: kept, sent back to those that set them, stored in files.

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open("http://example.com/")        # cookies of the answer are in the jar, and go along with the next request

A CookieJar asks a CookiePolicy which cookies to take and which to give. The rules are those of Netscape (version 0), and of RFC 2965
(version 1), which few servers speak. Jars may be used by several threads: each operation holds the jar's lock. Headers and files that
make no sense are left out, with a warning, or raise LoadError.
"""

import calendar
import copy
import datetime
import http.client
import os
import re
import threading
import time
import urllib.parse
import urllib.request

__all__ = ["Cookie", "CookieJar", "CookiePolicy", "DefaultCookiePolicy", "FileCookieJar", "LWPCookieJar", "LoadError",
           "MozillaCookieJar"]

debug = False
logger = None


def _debug(*args):
    """Log what was decided, if `debug` is set."""
    global logger
    if not debug:
        return None
    if logger is None:
        import logging
        logger = logging.getLogger("http.cookiejar")
    return logger.debug(*args)


DEFAULT_HTTP_PORT = str(http.client.HTTP_PORT)
HTTPONLY_ATTR = "HTTPOnly"
HTTPONLY_PREFIX = "#HttpOnly_"
NETSCAPE_MAGIC_RGX = re.compile("#( Netscape)? HTTP Cookie File")
NETSCAPE_HEADER_TEXT = """\
# Netscape HTTP Cookie File
# http://curl.haxx.se/rfc/cookie_spec.html
# This is a generated file!  Do not edit.

"""
MISSING_FILENAME_TEXT = "a filename was not supplied (nor was the CookieJar instance initialised with one)"


def _warn_unhandled_exception():
    # One bad cookie must not end a session; a bug must not go unseen either.
    import io
    import traceback
    import warnings
    text = io.StringIO()
    traceback.print_exc(None, text)
    warnings.warn("http.cookiejar bug!\n%s" % text.getvalue(), stacklevel=2)


# --- Times ----------------------------------------------------------------------------------------------------------------

EPOCH_YEAR = 1970
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTHS_LOWER = [month.lower() for month in MONTHS]


def _moment(seconds):
    if seconds is None:
        return datetime.datetime.now(tz=datetime.UTC)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)


def time2isoz(t=None):
    """A time in seconds, or now, as 1994-11-24 08:49:37Z."""
    return _moment(t).strftime("%04Y-%m-%d %H:%M:%SZ")


def time2netscape(t=None):
    """A time in seconds, or now, as Thu, 24-Nov-1994 08:49:37 GMT."""
    moment = _moment(t)
    return "%s, %02d-%s-%04d %02d:%02d:%02d GMT" % (DAYS[moment.weekday()], moment.day, MONTHS[moment.month - 1], moment.year,
                                                   moment.hour, moment.minute, moment.second)


UTC_ZONES = {"GMT": None, "UTC": None, "UT": None, "Z": None}
TIMEZONE_RE = re.compile(r"([-+])?(\d\d?):?(\d\d)?", re.ASCII)


def offset_from_tz_string(tz):
    """The seconds east of Greenwich that the name of a zone stands for; None if it is not known."""
    if tz in UTC_ZONES:
        return 0
    match = TIMEZONE_RE.fullmatch(tz)
    if match is None:
        return None
    offset = 3600 * int(match[2]) + 60 * int(match[3] or 0)
    return -offset if match[1] == "-" else offset


def _full_year(year):
    # Two digits mean the year of the hundred around now.
    now = time.localtime(time.time())[0]
    century = now - now % 100
    year += century
    if year - now > 50:
        return year - 100
    if now - year > 50:
        return year + 100
    return year


def _seconds(day, month, year, hour, minute, second, zone):
    """What a date's texts mean, in seconds since 1970; None if nothing."""
    year = int(year)
    if year > datetime.MAXYEAR:
        return None
    if month.lower() in MONTHS_LOWER:
        month = MONTHS_LOWER.index(month.lower()) + 1
    else:
        try:
            month = int(month)
        except ValueError:
            return None
        if not 1 <= month <= 12:
            return None
    day, hour, minute, second = (int(part or 0) for part in (day, hour, minute, second))
    if year < 1000:
        year = _full_year(year)
    if not (year >= EPOCH_YEAR and 1 <= day <= 31 and 0 <= hour <= 24 and 0 <= minute <= 59 and 0 <= second <= 61):
        return None
    offset = offset_from_tz_string((zone or "UTC").upper())
    return None if offset is None else calendar.timegm((year, month, day, hour, minute, second)) - offset


STRICT_DATE_RE = re.compile(r"[SMTWF][a-z][a-z], (\d\d) ([JFMASOND][a-z][a-z]) (\d\d\d\d) (\d\d):(\d\d):(\d\d) GMT$", re.ASCII)
WEEKDAY_RE = re.compile(r"(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*,?\s*", re.IGNORECASE | re.ASCII)
LOOSE_HTTP_DATE_RE = re.compile(r"""
    (?P<day>\d\d?) (?:\s+|[-/])
    (?P<month>\w+) (?:\s+|[-/])
    (?P<year>\d+)
    (?:  # the time of the day
        (?:\s+|:) (?P<hour>\d\d?) : (?P<minute>\d\d) (?: : (?P<second>\d\d))?
    )?
    \s*
    (?:
        (?P<zone>[-+]?\d{2,4} | (?![APap][Mm]\b)[A-Za-z]+) \s*
    )?
    (?: \(\w+\) \s* )?  # the zone's name, in parentheses
    $""", re.VERBOSE | re.ASCII)


def http2time(text):
    """The time, in seconds, that a date of HTTP stands for, also in forms that were never allowed; None if it is none."""
    match = STRICT_DATE_RE.match(text)
    if match:
        if match[2].lower() not in MONTHS_LOWER:
            return None
        year, month = int(match[3]), MONTHS_LOWER.index(match[2].lower()) + 1
        return float(calendar.timegm((year, month, int(match[1]), int(match[4]), int(match[5]), int(match[6]))))
    match = LOOSE_HTTP_DATE_RE.match(WEEKDAY_RE.sub("", text.lstrip(), count=1))
    if match is None:
        return None
    return _seconds(*match.group("day", "month", "year", "hour", "minute", "second", "zone"))


ISO_DATE_RE = re.compile(r"""
    (?P<year>\d{4}) [-/]?
    (?P<month>\d\d?) [-/]?
    (?P<day>\d\d?)
    (?:  # the time of the day
        (?:\s+|[-:Tt])
        (?P<hour>\d\d?) :? (?P<minute>\d\d)
        (?: :? (?P<second>\d\d(?:\.\d*)?))?
    )?
    \s*
    (?: (?P<zone>[-+]?\d\d?:?(?:\d\d)? | Z | z) \s* )?
    $""", re.VERBOSE | re.ASCII)


def iso2time(text):
    """The time, in seconds, that a date as ISO 8601 writes it stands for; None if it is none."""
    match = ISO_DATE_RE.match(text.lstrip())
    if match is None:
        return None
    second = match["second"]
    return _seconds(*match.group("day", "month", "year", "hour", "minute"), second and float(second), match["zone"])


# --- Headers --------------------------------------------------------------------------------------------------------------

_TOKEN_RE = re.compile(r"\s*([^=\s;,]+)")
_QUOTED_RE = re.compile(r'\s*=\s*"((?:[^"\\]|\\.)*)"')
_VALUE_RE = re.compile(r"\s*=\s*([^\s;,]*)")
_JUNK_RE = re.compile(r"^[=\s;]*")
_ESCAPED_RE = re.compile(r"\\(.)")


def split_header_words(header_values):
    """Headers of words, `a=b; c, d="e"`, as lists of (name, value), one for each part between commas; value: None without `=`."""
    assert not isinstance(header_values, str)
    result = []
    for text in header_values:
        original, pairs = text, []
        while text:
            word = _TOKEN_RE.match(text)
            if word:
                name, text = word[1], text[word.end():]
                if quoted := _QUOTED_RE.match(text):
                    value, text = _ESCAPED_RE.sub(r"\1", quoted[1]), text[quoted.end():]
                elif plain := _VALUE_RE.match(text):
                    value, text = plain[1].rstrip(), text[plain.end():]
                else:
                    value = None
                pairs.append((name, value))
            elif text.lstrip().startswith(","):
                text = text.lstrip()[1:]
                if pairs:
                    result.append(pairs)
                pairs = []
            else:
                text, junk = _JUNK_RE.subn("", text) if _JUNK_RE.match(text)[0] else (text, 0)
                assert junk > 0, "split_header_words bug: '%s', '%s', %s" % (original, text, pairs)
        if pairs:
            result.append(pairs)
    return result


def join_header_words(lists):
    """The other way round: one text."""
    headers = []
    for pairs in lists:
        words = []
        for name, value in pairs:
            if value is not None:
                if not re.search(r"^\w+$", value):
                    value = '"%s"' % re.sub(r'(["\\])', r"\\\1", value)
                name = "%s=%s" % (name, value)
            words.append(name)
        if words:
            headers.append("; ".join(words))
    return ", ".join(headers)


def strip_quotes(text):
    """A text without a quote at its start or its end."""
    return text.removeprefix('"').removesuffix('"')


_KNOWN_ATTRIBUTES = ("expires", "domain", "path", "secure", "version", "port", "max-age")


def parse_ns_headers(ns_headers):
    """Headers as Netscape has them, which are not those of split_header_words(): dates hold commas, and nothing is quoted."""
    result = []
    for header in ns_headers:
        pairs, has_version = [], False
        for number, parameter in enumerate(header.split(";")):
            name, equals, value = (part.strip() for part in parameter.partition("="))
            if not name:
                if number == 0:
                    break
                continue
            value = value if equals else None
            if number > 0:
                lower = name.lower()
                if lower in _KNOWN_ATTRIBUTES:
                    name = lower
                if name == "version":
                    has_version = True
                    value = value and strip_quotes(value)
                elif name == "expires" and value is not None:
                    value = http2time(strip_quotes(value))
            pairs.append((name, value))
        if pairs:
            if not has_version:
                pairs.append(("version", "0"))
            result.append(pairs)
    return result


# --- Hosts, ports and paths -----------------------------------------------------------------------------------------------

IPV4_RE = re.compile(r"\.\d+$", re.ASCII)


def is_HDN(text):
    """Whether it is the name of a host, not an address, and has no dot at its ends."""
    return not (IPV4_RE.search(text) or text == "" or text[0] == "." or text[-1] == ".")


def domain_match(A, B):
    """Whether host A lies in domain B, as RFC 2965 says it."""
    A, B = A.lower(), B.lower()
    if A == B:
        return True
    return is_HDN(A) and A.rfind(B) > 0 and B.startswith(".") and is_HDN(B[1:])


def liberal_is_HDN(text):
    """Whether it may be the name of a host: whatever is no address."""
    return not IPV4_RE.search(text)


def user_domain_match(A, B):
    """Whether host A is meant by B, an entry of a list that a user made: .domain or host."""
    A, B = A.lower(), B.lower()
    if liberal_is_HDN(A) and liberal_is_HDN(B) and B.startswith("."):
        return A.endswith(B)
    return A == B


cut_port_re = re.compile(r":\d+$", re.ASCII)


def request_host(request):
    """The host that a request goes to, in lower case, without port."""
    host = urllib.parse.urlparse(request.get_full_url())[1] or request.get_header("Host", "")
    return cut_port_re.sub("", host, count=1).lower()


def eff_request_host(request):
    """(host, host with .local behind a name without dots) of a request."""
    host = request_host(request)
    return host, host if "." in host else host + ".local"


def request_path(request):
    """The path that a request asks for, escaped, with a slash in front."""
    path = escape_path(urllib.parse.urlsplit(request.get_full_url()).path)
    return path if path.startswith("/") else "/" + path


def request_port(request):
    """The port that a request names, else the usual one, as text; None if it is no number."""
    _, colon, port = request.host.partition(":")
    if not colon:
        return DEFAULT_HTTP_PORT
    try:
        int(port)
    except ValueError:
        _debug("nonnumeric port: '%s'", port)
        return None
    return port


HTTP_PATH_SAFE = "%/;:@&=+$,!~*'()"
ESCAPED_CHAR_RE = re.compile(r"%([0-9a-fA-F][0-9a-fA-F])")


def uppercase_escaped_char(match):
    return "%" + match[1].upper()


def escape_path(path):
    """A path with escapes for what may not stand in one; escapes that it has are kept, in upper case."""
    return ESCAPED_CHAR_RE.sub(uppercase_escaped_char, urllib.parse.quote(path, HTTP_PATH_SAFE))


def reach(h):
    """The domain that the cookies of a host may be for: .b.c for a.b.c."""
    _, dot, rest = h.partition(".")
    if dot and is_HDN(h) and ("." in rest or rest == "local"):
        return "." + rest
    return h


def is_third_party(request):
    """Whether a request goes elsewhere than where the page lies that it belongs to."""
    return not domain_match(request_host(request), reach(request.origin_req_host))


# --- Cookies --------------------------------------------------------------------------------------------------------------

class Cookie:
    """A cookie: attributes as RFC 2965 and Netscape have them, and what the server told besides."""

    def __init__(self, version, name, value, port, port_specified, domain, domain_specified, domain_initial_dot, path, path_specified,
                 secure, expires, discard, comment, comment_url, rest, rfc2109=False):
        if port is None and port_specified is True:
            raise ValueError("if port is None, port_specified must be false")
        self.name, self.value = name, value
        self.version = version if version is None else int(version)
        # The domain with its dot: as it is matched, not as it was sent.
        self.domain, self.domain_specified, self.domain_initial_dot = domain.lower(), domain_specified, domain_initial_dot
        self.path, self.path_specified = path, path_specified
        self.port, self.port_specified = port, port_specified
        self.secure, self.discard = secure, discard
        self.expires = expires if expires is None else int(float(expires))
        self.comment, self.comment_url = comment, comment_url
        self.rfc2109 = rfc2109
        self._rest = copy.copy(rest)

    def has_nonstandard_attr(self, name):
        """Whether the server told this besides."""
        return name in self._rest

    def get_nonstandard_attr(self, name, default=None):
        """What the server told besides."""
        return self._rest.get(name, default)

    def set_nonstandard_attr(self, name, value):
        self._rest[name] = value

    def is_expired(self, now=None):
        """Whether its time is over."""
        if now is None:
            now = time.time()
        return self.expires is not None and self.expires <= now

    def __str__(self):
        port = "" if self.port is None else ":" + self.port
        text = self.name if self.value is None else "%s=%s" % (self.name, self.value)
        return "<Cookie %s for %s>" % (text, self.domain + port + self.path)

    def __repr__(self):
        names = ("version", "name", "value", "port", "port_specified", "domain", "domain_specified", "domain_initial_dot", "path",
                 "path_specified", "secure", "expires", "discard", "comment", "comment_url")
        parts = ["%s=%r" % (name, getattr(self, name)) for name in names]
        parts += ["rest=%r" % self._rest, "rfc2109=%r" % self.rfc2109]
        return "%s(%s)" % (self.__class__.__name__, ", ".join(parts))


class CookiePolicy:
    """Says which cookies are taken, and which are sent. Policies may also have the attributes netscape, rfc2965 and hide_cookie2."""

    def set_ok(self, cookie, request):
        """Whether a cookie of the answer to this request is to be kept."""
        raise NotImplementedError()

    def return_ok(self, cookie, request):
        """Whether a cookie is to go along with this request."""
        raise NotImplementedError()

    def domain_return_ok(self, domain, request):
        """Whether cookies of this domain can go along at all: saves asking for each."""
        return True

    def path_return_ok(self, path, request):
        """Whether cookies of this path can go along at all."""
        return True


_SECOND_LEVELS = frozenset("co ac com edu org net gov mil int aero biz cat coop info jobs mobi museum name pro travel eu".split())


def _refused(reason, *arguments):
    """The answer no, of which a log tells the reason."""
    _debug("   " + reason, *arguments)
    return False


class DefaultCookiePolicy(CookiePolicy):
    """The rules of Netscape, and of RFC 2965 where they are wanted, with lists of domains to block or to allow."""

    DomainStrictNoDots = 1
    DomainStrictNonDomain = 2
    DomainRFC2965Match = 4
    DomainLiberal = 0
    DomainStrict = DomainStrictNoDots | DomainStrictNonDomain

    def __init__(self, blocked_domains=None, allowed_domains=None, netscape=True, rfc2965=False, rfc2109_as_netscape=None,
                 hide_cookie2=False, strict_domain=False, strict_rfc2965_unverifiable=True, strict_ns_unverifiable=False,
                 strict_ns_domain=DomainLiberal, strict_ns_set_initial_dollar=False, strict_ns_set_path=False,
                 secure_protocols=("https", "wss")):
        self.netscape, self.rfc2965, self.rfc2109_as_netscape = netscape, rfc2965, rfc2109_as_netscape
        self.hide_cookie2, self.secure_protocols = hide_cookie2, secure_protocols
        self.strict_domain, self.strict_ns_domain = strict_domain, strict_ns_domain
        self.strict_rfc2965_unverifiable, self.strict_ns_unverifiable = strict_rfc2965_unverifiable, strict_ns_unverifiable
        self.strict_ns_set_initial_dollar, self.strict_ns_set_path = strict_ns_set_initial_dollar, strict_ns_set_path
        self.set_blocked_domains(() if blocked_domains is None else blocked_domains)
        self.set_allowed_domains(allowed_domains)

    def blocked_domains(self):
        """The domains whose cookies are neither taken nor sent."""
        return self._blocked_domains

    def set_blocked_domains(self, blocked_domains):
        self._blocked_domains = tuple(blocked_domains)

    def is_blocked(self, domain):
        return any(user_domain_match(domain, blocked) for blocked in self._blocked_domains)

    def allowed_domains(self):
        """The only domains whose cookies are taken and sent; None: all."""
        return self._allowed_domains

    def set_allowed_domains(self, allowed_domains):
        self._allowed_domains = None if allowed_domains is None else tuple(allowed_domains)

    def is_not_allowed(self, domain):
        if self._allowed_domains is None:
            return False
        return not any(user_domain_match(domain, allowed) for allowed in self._allowed_domains)

    def _passes(self, rules, cookie, request):
        # Each rule is a method of its own, so that a class derived from this one can replace it.
        return all(getattr(self, rules + rule)(cookie, request) for rule in self._RULES[rules])

    _RULES = {"set_ok_": ("version", "verifiability", "name", "path", "domain", "port"),
              "return_ok_": ("version", "verifiability", "secure", "expires", "port", "domain")}

    def set_ok(self, cookie, request):
        """Whether a cookie of the answer to this request is to be kept."""
        _debug(" - checking cookie %s=%s", cookie.name, cookie.value)
        assert cookie.name is not None
        return self._passes("set_ok_", cookie, request)

    def set_ok_version(self, cookie, request):
        if cookie.version is None:
            # Only the header of RFC 2965 can have none, and must not.
            return _refused("Set-Cookie2 without version attribute (%s=%s)", cookie.name, cookie.value)
        return self.return_ok_version(cookie, request)

    def set_ok_verifiability(self, cookie, request):
        if request.unverifiable and is_third_party(request):
            if cookie.version > 0 and self.strict_rfc2965_unverifiable:
                return _refused("third-party RFC 2965 cookie during unverifiable transaction")
            if cookie.version == 0 and self.strict_ns_unverifiable:
                return _refused("third-party Netscape cookie during unverifiable transaction")
        return True

    def set_ok_name(self, cookie, request):
        if cookie.version == 0 and self.strict_ns_set_initial_dollar and cookie.name.startswith("$"):
            return _refused("illegal name (starts with '$'): '%s'", cookie.name)
        return True

    def set_ok_path(self, cookie, request):
        if cookie.path_specified and (cookie.version > 0 or cookie.version == 0 and self.strict_ns_set_path):
            if not self.path_return_ok(cookie.path, request):
                return _refused("path attribute %s is not a prefix of request path %s", cookie.path, request_path(request))
        return True

    def set_ok_domain(self, cookie, request):
        if not self._is_welcome(cookie.domain):
            return False
        if not cookie.domain_specified:
            return True
        host, effective = eff_request_host(request)
        domain = cookie.domain
        if self.strict_domain and domain.count(".") == 2 and domain.startswith("."):
            _, second_level, top_level = domain.split(".")
            if second_level.lower() in _SECOND_LEVELS and len(top_level) == 2:
                return _refused("country-code second level domain %s", domain)
        bare = domain.removeprefix(".")
        if "." not in bare and not effective.endswith(".local"):
            return _refused("non-local domain %s contains no embedded dot", domain)
        if cookie.version == 0:
            # The bare host counts, too: localhost may set cookies for localhost.
            if not any(("." + name).endswith(domain) for name in (host, effective)):
                return _refused("effective request-host %s (even with added initial dot) does not end with %s", effective, domain)
        if cookie.version > 0 or self.strict_ns_domain & self.DomainRFC2965Match:
            if not domain_match(effective, domain):
                return _refused("effective request-host %s does not domain-match %s", effective, domain)
        if cookie.version > 0 or self.strict_ns_domain & self.DomainStrictNoDots:
            prefix = host[:-len(domain)]
            if "." in prefix and not IPV4_RE.search(host):
                return _refused("host prefix %s for domain %s contains a dot", prefix, domain)
        return True

    def _port_listed(self, cookie, request):
        port = request_port(request)
        port = "80" if port is None else str(port)
        for listed in cookie.port.split(","):
            try:
                int(listed)
            except ValueError:
                return _refused("bad port %s (not numeric)", listed)
            if listed == port:
                return True
        return _refused("request port (%s) not found in %s", port, cookie.port)

    def set_ok_port(self, cookie, request):
        return not cookie.port_specified or self._port_listed(cookie, request)

    def return_ok(self, cookie, request):
        """Whether a cookie is to go along with this request; its path was asked about before."""
        _debug(" - checking cookie %s=%s", cookie.name, cookie.value)
        return self._passes("return_ok_", cookie, request)

    def return_ok_version(self, cookie, request):
        if cookie.version > 0 and not self.rfc2965:
            return _refused("RFC 2965 cookies are switched off")
        if cookie.version == 0 and not self.netscape:
            return _refused("Netscape cookies are switched off")
        return True

    def return_ok_verifiability(self, cookie, request):
        return DefaultCookiePolicy.set_ok_verifiability(self, cookie, request)

    def return_ok_secure(self, cookie, request):
        if cookie.secure and request.type not in self.secure_protocols:
            return _refused("secure cookie with non-secure request")
        return True

    def return_ok_expires(self, cookie, request):
        if cookie.is_expired(self._now):
            return _refused("cookie expired")
        return True

    def return_ok_port(self, cookie, request):
        if not cookie.port:
            return True
        port = request_port(request)
        return ("80" if port is None else port) in cookie.port.split(",")

    def return_ok_domain(self, cookie, request):
        _, effective = eff_request_host(request)
        domain = cookie.domain
        dotted = "." + domain if domain and not domain.startswith(".") else domain
        if cookie.version == 0 and self.strict_ns_domain & self.DomainStrictNonDomain and not cookie.domain_specified and \
                domain != effective:
            return _refused("cookie with unspecified domain does not string-compare equal to request domain")
        if cookie.version > 0 and not domain_match(effective, domain):
            return _refused("effective request-host name %s does not domain-match RFC 2965 cookie domain %s", effective, domain)
        if cookie.version == 0 and not ("." + effective).endswith(dotted):
            return _refused("request-host %s does not match Netscape cookie domain %s", effective, domain)
        return True

    def domain_return_ok(self, domain, request):
        """Whether cookies of this domain can go along at all."""
        dotted = "." + domain if domain and not domain.startswith(".") else domain
        hosts = [host if host.startswith(".") else "." + host for host in eff_request_host(request)]
        if not any(host.endswith(dotted) for host in hosts):
            return False
        return self._is_welcome(domain)

    def _is_welcome(self, domain):
        if self.is_blocked(domain):
            return _refused("domain %s is in user block-list", domain)
        if self.is_not_allowed(domain):
            return _refused("domain %s is not in user allow-list", domain)
        return True

    def path_return_ok(self, path, request):
        """Whether a path is the one that is asked for, or one above it."""
        asked = request_path(request)
        if asked == path or asked.startswith(path) and (path.endswith("/") or asked[len(path):len(path) + 1] == "/"):
            return True
        return _refused("%s does not path-match %s", asked, path)


_VALUE_ATTRIBUTES = frozenset(("version", "expires", "domain", "path", "max-age", "comment", "port", "commenturl"))
_BOOLEAN_ATTRIBUTES = frozenset(("discard", "secure"))
_ABSENT = object()


class CookieJar:
    """Cookies by domain, path and name. Iterating over it gives them one by one."""

    non_word_re = re.compile(r"\W")
    quote_re = re.compile(r'(["\\])')
    magic_re = None

    def __init__(self, policy=None):
        self._policy = DefaultCookiePolicy() if policy is None else policy
        self._cookies_lock = threading.RLock()
        self._cookies = {}

    def set_policy(self, policy):
        """Ask another policy from now on."""
        self._policy = policy

    def _cookies_for_domain(self, domain, request):
        if not self._policy.domain_return_ok(domain, request):
            return []
        _debug("Checking %s for cookies to return", domain)
        cookies = []
        for path, by_name in self._cookies[domain].items():
            if not self._policy.path_return_ok(path, request):
                continue
            for cookie in by_name.values():
                if self._policy.return_ok(cookie, request):
                    _debug("   it's a match")
                    cookies.append(cookie)
                else:
                    _debug("   not returning cookie")
        return cookies

    def _cookies_for_request(self, request):
        return [cookie for domain in self._cookies for cookie in self._cookies_for_domain(domain, request)]

    def _cookie_attrs(self, cookies):
        """What stands in the header Cookie. The longest paths come first, as both sets of rules want it."""
        cookies.sort(key=lambda cookie: len(cookie.path), reverse=True)
        words = []
        for number, cookie in enumerate(cookies):
            new_rules = cookie.version > 0
            if number == 0 and new_rules:
                words.append("$Version=%s" % cookie.version)
            value = cookie.value
            if value is None:
                words.append(cookie.name)
            else:
                if new_rules and self.non_word_re.search(value):
                    # As it came, but for the quotes, which it may have lost.
                    value = self.quote_re.sub(r"\\\1", value)
                words.append("%s=%s" % (cookie.name, value))
            if not new_rules:
                continue
            if cookie.path_specified:
                words.append('$Path="%s"' % cookie.path)
            if cookie.domain.startswith("."):
                words.append('$Domain="%s"' % (cookie.domain if cookie.domain_initial_dot else cookie.domain[1:]))
            if cookie.port is not None:
                words.append('$Port="%s"' % cookie.port if cookie.port_specified else "$Port")
        return words

    def add_cookie_header(self, request):
        """Put the cookies that are to go along into a request, unless it has such a header."""
        _debug("add_cookie_header")
        with self._cookies_lock:
            self._policy._now = self._now = int(time.time())
            cookies = self._cookies_for_request(request)
            words = self._cookie_attrs(cookies)
            if words and not request.has_header("Cookie"):
                request.add_unredirected_header("Cookie", "; ".join(words))
            # Tells the server that the newer rules are known here.
            if self._policy.rfc2965 and not self._policy.hide_cookie2 and not request.has_header("Cookie2") and \
                    any(cookie.version != 1 for cookie in cookies):
                request.add_unredirected_header("Cookie2", '$Version="1"')
        self.clear_expired_cookies()

    def _normalized_cookie_tuples(self, attrs_set):
        """(name, value, attributes of the rules, other attributes) of each cookie that makes sense."""
        result = []
        for attributes in attrs_set:
            (name, value), attributes = attributes[0], attributes[1:]
            normal = self._normal_attributes(attributes)
            if normal is not None:
                result.append((name, value, *normal))
        return result

    def _normal_attributes(self, attributes):
        standard, rest, has_age = {}, {}, False
        for key, value in attributes:
            lower = key.lower()
            known = lower in _VALUE_ATTRIBUTES or lower in _BOOLEAN_ATTRIBUTES
            if known:
                key = lower
            if key in _BOOLEAN_ATTRIBUTES and value is None:
                value = True
            if key in standard:
                # The first one counts.
                continue
            if key == "domain":
                if value is None:
                    _debug("   missing value for domain attribute")
                    return None
                value = value.lower()
            elif key == "expires":
                if has_age:
                    continue
                if value is None:
                    _debug("   missing or invalid value for expires attribute: treating as session cookie")
                    continue
            elif key == "max-age":
                has_age = True
                try:
                    value = int(value)
                except ValueError:
                    _debug("   missing or invalid (non-numeric) value for max-age attribute")
                    return None
                except TypeError:
                    _debug("   missing value for max-age attribute")
                    return None
                key, value = "expires", self._now + value
            if not known:
                rest[key] = value
            elif value is None and key not in ("port", "comment", "commenturl"):
                _debug("   missing value for %s attribute", key)
                return None
            else:
                standard[key] = value
        return standard, rest

    def _cookie_from_cookie_tuple(self, tup, request):
        name, value, standard, rest = tup
        version = standard.get("version")
        if version is not None:
            try:
                version = int(version)
            except ValueError:
                return None
        path = standard.get("path", "")
        path_specified = path != ""
        if path_specified:
            path = escape_path(path)
        else:
            # The folder of what was asked for; the newer rules keep its slash.
            path = request_path(request)
            slash = path.rfind("/")
            if slash != -1:
                path = path[:slash if version == 0 else slash + 1]
            path = path or "/"
        domain = standard.get("domain")
        domain_specified = domain is not None
        domain_initial_dot = bool(domain_specified and domain.startswith("."))
        if not domain_specified:
            domain = eff_request_host(request)[1]
        elif not domain_initial_dot:
            domain = "." + domain
        port, port_specified = standard.get("port", _ABSENT), False
        if port is _ABSENT:
            port = None
        elif port is None:
            port = request_port(request)
        else:
            port_specified = True
            port = re.sub(r"\s+", "", port)
        expires, discard = standard.get("expires"), standard.get("discard", False)
        if expires is None:
            discard = True
        elif expires <= self._now:
            # That is how servers take one back.
            try:
                self.clear(domain, path, name)
            except KeyError:
                pass
            _debug("Expiring cookie, domain='%s', path='%s', name='%s'", domain, path, name)
            return None
        return Cookie(version, name, value, port, port_specified, domain, domain_specified, domain_initial_dot, path, path_specified,
                      standard.get("secure", False), expires, discard, standard.get("comment"), standard.get("commenturl"), rest)

    def _cookies_from_attrs_set(self, attrs_set, request):
        made = (self._cookie_from_cookie_tuple(each, request) for each in self._normalized_cookie_tuples(attrs_set))
        return [cookie for cookie in made if cookie]

    def _process_rfc2109_cookies(self, cookies):
        # Version 1 in the header of Netscape: RFC 2109, which came between the two.
        as_netscape = getattr(self._policy, "rfc2109_as_netscape", None)
        if as_netscape is None:
            as_netscape = not self._policy.rfc2965
        for cookie in cookies:
            if cookie.version == 1:
                cookie.rfc2109 = True
                if as_netscape:
                    cookie.version = 0

    def _made_from(self, parse, headers, request):
        try:
            return self._cookies_from_attrs_set(parse(headers), request)
        except Exception:
            _warn_unhandled_exception()
            return []

    def make_cookies(self, response, request):
        """The cookies that the answer to a request sets."""
        headers = response.info()
        new, old = headers.get_all("Set-Cookie2", []), headers.get_all("Set-Cookie", [])
        self._policy._now = self._now = int(time.time())
        takes_new, takes_old = self._policy.rfc2965, self._policy.netscape
        if not (new and takes_new or old and takes_old):
            return []
        cookies = self._made_from(split_header_words, new, request)
        if old and takes_old:
            others = self._made_from(parse_ns_headers, old, request)
            self._process_rfc2109_cookies(others)
            if takes_new:
                # Servers that send both headers mean the newer one.
                known = {(cookie.domain, cookie.path, cookie.name) for cookie in cookies}
                others = [cookie for cookie in others if (cookie.domain, cookie.path, cookie.name) not in known]
            cookies.extend(others)
        return cookies

    def set_cookie_if_ok(self, cookie, request):
        """Keep a cookie if the policy agrees."""
        with self._cookies_lock:
            self._policy._now = self._now = int(time.time())
            if self._policy.set_ok(cookie, request):
                self.set_cookie(cookie)

    def set_cookie(self, cookie):
        """Keep a cookie, whatever the policy says."""
        with self._cookies_lock:
            self._cookies.setdefault(cookie.domain, {}).setdefault(cookie.path, {})[cookie.name] = cookie

    def extract_cookies(self, response, request):
        """Keep the cookies that the answer to a request sets, as far as the policy agrees."""
        _debug("extract_cookies: %s", response.info())
        with self._cookies_lock:
            for cookie in self.make_cookies(response, request):
                if self._policy.set_ok(cookie, request):
                    _debug(" setting cookie: %s", cookie)
                    self.set_cookie(cookie)

    def clear(self, domain=None, path=None, name=None):
        """Remove all cookies, or those of a domain, of a path in it, or one; KeyError if there is none."""
        match domain, path, name:
            case None, None, None:
                self._cookies = {}
            case _, None, None:
                del self._cookies[domain]
            case None, _, None:
                raise ValueError("domain must be given to remove cookies by path")
            case _, _, None:
                del self._cookies[domain][path]
            case (None, _, _) | (_, None, _):
                raise ValueError("domain and path must be given to remove a cookie by name")
            case _:
                del self._cookies[domain][path][name]

    def _clear_those(self, is_over):
        for cookie in filter(is_over, list(self)):
            self.clear(cookie.domain, cookie.path, cookie.name)

    def clear_session_cookies(self):
        """Remove the cookies that end with the session."""
        with self._cookies_lock:
            self._clear_those(lambda cookie: cookie.discard)

    def clear_expired_cookies(self):
        """Remove the cookies whose time is over."""
        with self._cookies_lock:
            now = time.time()
            self._clear_those(lambda cookie: cookie.is_expired(now))

    def __iter__(self):
        for by_path in list(self._cookies.values()):
            for by_name in list(by_path.values()):
                yield from list(by_name.values())

    def __len__(self):
        """How many cookies there are."""
        return sum(1 for _ in self)

    def __repr__(self):
        return "<%s[%s]>" % (self.__class__.__name__, ", ".join(map(repr, self)))

    def __str__(self):
        return "<%s[%s]>" % (self.__class__.__name__, ", ".join(map(str, self)))


# --- Files ----------------------------------------------------------------------------------------------------------------

class LoadError(OSError):
    """A file does not hold cookies, or not in the form that was expected."""


class FileCookieJar(CookieJar):
    """A jar that can be saved and loaded; the classes derived from it know in which form."""

    def __init__(self, filename=None, delayload=False, policy=None):
        CookieJar.__init__(self, policy)
        self.filename = None if filename is None else os.fspath(filename)
        self.delayload = bool(delayload)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies into a file."""
        raise NotImplementedError()

    def _named(self, filename):
        name = filename if filename is not None else self.filename
        if name is None:
            raise ValueError(MISSING_FILENAME_TEXT)
        return name

    def load(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Add the cookies of a file."""
        filename = self._named(filename)
        with open(filename) as file:
            self._really_load(file, filename, ignore_discard, ignore_expires)

    def revert(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Replace the cookies by those of a file; if that fails, they stay as they are."""
        filename = self._named(filename)
        with self._cookies_lock:
            saved, self._cookies = self._cookies, {}
            try:
                self.load(filename, ignore_discard, ignore_expires)
            except OSError:
                self._cookies = saved
                raise

    def _saved(self, ignore_discard, ignore_expires):
        now = time.time()
        for cookie in self:
            if (ignore_discard or not cookie.discard) and (ignore_expires or not cookie.is_expired(now)):
                yield cookie

    def _load_line(self, filename, form, line, ignore_discard, ignore_expires):
        """Add the cookies of a line."""
        try:
            for cookie in self._cookies_of_line(line):
                if (ignore_discard or not cookie.discard) and (ignore_expires or not cookie.is_expired(time.time())):
                    self.set_cookie(cookie)
        except Exception:
            _warn_unhandled_exception()
            raise LoadError("invalid %s format %sfile %r: %r" % (*form, filename, line))


def _open_private(filename):
    # Cookies let others in: the file is for its owner alone.
    return os.fdopen(os.open(filename, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w")


def lwp_cookie_str(cookie):
    """A cookie as a line of a file of libwww-perl has it."""
    pairs = [(cookie.name, cookie.value), ("path", cookie.path), ("domain", cookie.domain)]
    if cookie.port is not None:
        pairs.append(("port", cookie.port))
    for name, is_set in (("path_spec", cookie.path_specified), ("port_spec", cookie.port_specified),
                         ("domain_dot", cookie.domain_initial_dot), ("secure", cookie.secure)):
        if is_set:
            pairs.append((name, None))
    if cookie.expires:
        pairs.append(("expires", time2isoz(float(cookie.expires))))
    if cookie.discard:
        pairs.append(("discard", None))
    if cookie.comment:
        pairs.append(("comment", cookie.comment))
    if cookie.comment_url:
        pairs.append(("commenturl", cookie.comment_url))
    pairs += [(name, str(cookie._rest[name])) for name in sorted(cookie._rest)]
    pairs.append(("version", str(cookie.version)))
    return join_header_words([pairs])


class LWPCookieJar(FileCookieJar):
    """A jar in files as libwww-perl writes them: lines Set-Cookie3. Nothing of a cookie is lost."""

    def as_lwp_str(self, ignore_discard=True, ignore_expires=True):
        """The lines."""
        lines = ["Set-Cookie3: %s" % lwp_cookie_str(cookie) for cookie in self._saved(ignore_discard, ignore_expires)]
        return "\n".join(lines + [""])

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies into a file."""
        with _open_private(self._named(filename)) as file:
            file.write("#LWP-Cookies-2.0\n")
            file.write(self.as_lwp_str(ignore_discard, ignore_expires))

    def _really_load(self, f, filename, ignore_discard, ignore_expires):
        if not re.match(r"#LWP-Cookies-(\d+\.\d+)", f.readline()):
            raise LoadError("%r does not look like a Set-Cookie3 (LWP) format file" % filename)
        for line in f:
            if line.startswith("Set-Cookie3:"):
                self._load_line(filename, ("Set-Cookie3", ""), line[len("Set-Cookie3:"):].strip(), ignore_discard, ignore_expires)

    def _cookies_of_line(self, line):
        return [self._cookie_of_words(words) for words in split_header_words([line])]

    def _cookie_of_words(self, words):
        (name, value), attributes = words[0], words[1:]
        flags = ("port_spec", "path_spec", "domain_dot", "secure", "discard")
        values = ("version", "port", "path", "domain", "expires", "comment", "commenturl")
        standard, rest = dict.fromkeys(flags, False), {}
        for key, text in attributes:
            lower = None if key is None else key.lower()
            if lower in values or lower in flags:
                key = lower
            if key in flags:
                standard[key] = True if text is None else text
            elif key in values:
                standard[key] = text
            else:
                rest[key] = text
        expires, discard = standard.get("expires"), standard["discard"]
        if expires is not None:
            expires = iso2time(expires)
        if expires is None:
            discard = True
        domain = standard.get("domain")
        return Cookie(standard.get("version"), name, value, standard.get("port"), standard["port_spec"], domain, domain.startswith("."),
                      standard["domain_dot"], standard.get("path"), standard["path_spec"], standard["secure"], expires, discard,
                      standard.get("comment"), standard.get("commenturl"), rest)


class MozillaCookieJar(FileCookieJar):
    """A jar in files as Netscape and early Mozilla wrote them, and curl and wget still do.

    Only what those cookies have is kept: nothing of the newer rules, no ports, no comments.
    """

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies into a file."""
        def truth(value):
            return "TRUE" if value else "FALSE"

        with _open_private(self._named(filename)) as file:
            file.write(NETSCAPE_HEADER_TEXT)
            for cookie in self._saved(ignore_discard, ignore_expires):
                domain = cookie.domain
                prefix = HTTPONLY_PREFIX if cookie.has_nonstandard_attr(HTTPONLY_ATTR) else ""
                # A cookie without a name is kept as a value, since the first column of the last two may be empty.
                name, value = ("", cookie.name) if cookie.value is None else (cookie.name, cookie.value)
                expires = "" if cookie.expires is None else str(cookie.expires)
                file.write("\t".join([prefix + domain, truth(domain.startswith(".")), cookie.path, truth(cookie.secure), expires, name,
                                      value]) + "\n")

    def _really_load(self, f, filename, ignore_discard, ignore_expires):
        if not NETSCAPE_MAGIC_RGX.match(f.readline()):
            raise LoadError("%r does not look like a Netscape format cookies file" % filename)
        for line in f:
            self._load_line(filename, ("Netscape", "cookies "), line.removesuffix("\n"), ignore_discard, ignore_expires)

    def _cookies_of_line(self, line):
        rest = {}
        if line.startswith(HTTPONLY_PREFIX):
            rest[HTTPONLY_ATTR] = ""
            line = line[len(HTTPONLY_PREFIX):]
        if line.strip().startswith(("#", "$")) or not line.strip():
            return []
        domain, domain_specified, path, secure, expires, name, value = line.split("\t")
        domain_specified = domain_specified == "TRUE"
        if name == "":
            name, value = value, None
        initial_dot = domain.startswith(".")
        assert domain_specified == initial_dot
        return [Cookie(0, name, value, None, False, domain, domain_specified, initial_dot, path, False, secure == "TRUE",
                       expires or None, not expires, None, None, rest)]
