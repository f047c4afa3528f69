"""What the file robots.txt of a server allows to programs that go from page to page (RFC 9309).

    rules = RobotFileParser("http://localhost:8000/robots.txt")
    rules.read()
    rules.can_fetch("mine", "http://localhost:8000/pages/1")

Thread safety: an object is read by one thread; afterwards any number may ask.
"""

import collections
import time
import urllib.error
import urllib.parse
import urllib.request

__all__ = ["RobotFileParser"]

RequestRate = collections.namedtuple("RequestRate", "requests seconds")


def _as_path(address):
    """The part of an address that rules are about, written in one way."""
    parts = urllib.parse.urlsplit(urllib.parse.unquote(address))
    return urllib.parse.quote(urllib.parse.urlunsplit(("", "", parts.path, parts.query, parts.fragment))) or "/"


class Rule:
    """A line that allows or forbids what begins with a path."""

    def __init__(self, path, allowance):
        # "Disallow:" alone forbids nothing.
        self.allowance = allowance or not path
        self.path = urllib.parse.quote(urllib.parse.urlunsplit(urllib.parse.urlsplit(path)))

    def applies_to(self, path):
        """Whether it is about this path."""
        return self.path == "*" or path.startswith(self.path)

    def __str__(self):
        return f"{'Allow' if self.allowance else 'Disallow'}: {self.path}"


class Entry:
    """The rules for some programs."""

    def __init__(self):
        self.useragents, self.rulelines = [], []
        self.delay = self.req_rate = None

    def applies_to(self, useragent):
        """Whether it is about this program."""
        name = useragent.split("/")[0].lower()
        return any(each == "*" or each.lower() in name for each in self.useragents)

    def allowance(self, path):
        """What the first rule about a path says; without one it is allowed."""
        return next((rule.allowance for rule in self.rulelines if rule.applies_to(path)), True)

    def __str__(self):
        lines = [f"User-agent: {name}" for name in self.useragents]
        if self.delay is not None:
            lines.append(f"Crawl-delay: {self.delay}")
        if self.req_rate is not None:
            lines.append(f"Request-rate: {self.req_rate.requests}/{self.req_rate.seconds}")
        return "\n".join([*lines, *map(str, self.rulelines)])


class RobotFileParser:
    """Reads such a file and answers questions about it."""

    def __init__(self, url=""):
        self.entries, self.sitemaps = [], []
        self.default_entry = None
        self.disallow_all = self.allow_all = False
        self.last_checked = 0
        self.set_url(url)

    def set_url(self, url):
        """Say where the file is."""
        self.url = url
        self.host, self.path = urllib.parse.urlparse(url)[1:3]

    def mtime(self):
        """Return when the file was read, 0 if it was not."""
        return self.last_checked

    def modified(self):
        """Note that the file was read now."""
        self.last_checked = time.time()

    def read(self):
        """Fetch the file and parse it. A server that refuses it forbids everything, one that has none allows everything."""
        try:
            with urllib.request.urlopen(self.url) as file:
                text = file.read().decode("utf-8", "surrogateescape")
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                self.disallow_all = True
            elif 400 <= error.code < 500:
                self.allow_all = True
            error.close()
        else:
            self.parse(text.splitlines())

    def _add_entry(self, entry):
        if "*" not in entry.useragents:
            self.entries.append(entry)
        elif self.default_entry is None:
            # Of several entries for everybody, the first counts.
            self.default_entry = entry

    def parse(self, lines):
        """Take the lines of the file."""
        self.modified()
        entry, has_rules = Entry(), False

        def finish():
            nonlocal entry, has_rules
            if entry.useragents and has_rules:
                self._add_entry(entry)
            if entry.useragents or has_rules:
                entry, has_rules = Entry(), False

        for line in lines:
            if not line:
                # Rules end at an empty line; names that no rule follows are forgotten.
                finish()
                continue
            key, colon, value = line.partition("#")[0].strip().partition(":")
            if not colon:
                continue
            key, value = key.strip().lower(), urllib.parse.unquote(value.strip())
            if key == "user-agent":
                if has_rules:
                    finish()
                entry.useragents.append(value)
            elif key == "sitemap":
                self.sitemaps.append(value)
            elif entry.useragents and key in ("allow", "disallow", "crawl-delay", "request-rate"):
                has_rules = True
                if key == "crawl-delay":
                    if value.isdigit():
                        entry.delay = int(value)
                elif key == "request-rate":
                    numbers = value.split("/")
                    if len(numbers) == 2 and all(number.strip().isdigit() for number in numbers):
                        entry.req_rate = RequestRate(*map(int, numbers))
                else:
                    entry.rulelines.append(Rule(value, key == "allow"))
        if has_rules:
            self._add_entry(entry)

    def _entry_for(self, useragent):
        return next((entry for entry in self.entries if entry.applies_to(useragent)), self.default_entry)

    def can_fetch(self, useragent, url):
        """Return whether a program may fetch an address. Before the file was read, it may not."""
        if self.disallow_all:
            return False
        if self.allow_all:
            return True
        if not self.last_checked:
            return False
        entry = self._entry_for(useragent)
        return entry is None or entry.allowance(_as_path(url))

    def crawl_delay(self, useragent):
        """Return how many seconds a program is to wait between two requests; None if nothing is said."""
        entry = self._entry_for(useragent) if self.mtime() else None
        return entry and entry.delay

    def request_rate(self, useragent):
        """Return how many requests a program may make in how many seconds; None if nothing is said."""
        entry = self._entry_for(useragent) if self.mtime() else None
        return entry and entry.req_rate

    def site_maps(self):
        """Return the addresses of site maps; None if there are none."""
        return self.sitemaps or None

    def __str__(self):
        everything = self.entries if self.default_entry is None else [*self.entries, self.default_entry]
        return "\n\n".join(map(str, everything))
