"""A parser of HTML that calls a method for each piece: start tag, end tag, text, comment ... It never fails on what is not valid."""

import re
from html import unescape

import _markupbase

__all__ = ["HTMLParser"]

_tag_name = re.compile(r"[a-zA-Z][^\t\n\r\f />\x00]*")
_attribute = re.compile(r"""((?<=['"\t\n\r\f /])[^\s/>][^\s/=>]*)(\s*=+\s*('[^']*'|"[^"]*"|(?!['"])[^>\s]*))?(?:\s|/(?!>))*""")
_start_end = re.compile(r"""<[a-zA-Z][^\t\n\r\f />\x00]*
  (?:[\s/]*
    (?:(?<=['"\s/])[^\s/>][^\s/=>]*
      (?:\s*=+\s*(?:'[^']*'|"[^"]*"|(?!['"])[^>\s]*)\s*)?(?:\s|/(?!>))*
    )*
  )?
  \s*""", re.VERBOSE)
_reference = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+)|[a-zA-Z][-.a-zA-Z0-9]*)")
_incomplete_reference = re.compile(r"&(?:#(?:[0-9]*|[xX][0-9a-fA-F]*)|[a-zA-Z][-.a-zA-Z0-9]*)?\Z")


class HTMLParser(_markupbase.ParserBase):
    """Feed it text; a subclass has the handle_ methods that it wants."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        super().__init__()
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        """Forget everything that has not been handled yet."""
        self.rawdata = ""
        self.lasttag = "???"
        self.cdata_elem = None
        self._starttag_text = None
        super().reset()

    def feed(self, data):
        """Handle what is complete; the rest waits for more."""
        self.rawdata += data
        self.goahead(False)

    def close(self):
        """Handle the rest as if the text ended here."""
        self.goahead(True)

    def get_starttag_text(self):
        """The text of the last start tag."""
        return self._starttag_text

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None

    def _text(self, text):
        if not text:
            return
        if self.convert_charrefs and not self.cdata_elem:
            text = unescape(text)
        self.handle_data(text)

    def goahead(self, end):
        text = self.rawdata
        n = len(text)
        i = 0
        while i < n:
            if self.cdata_elem:
                match = re.compile(r"</\s*%s\s*>" % re.escape(self.cdata_elem), re.IGNORECASE).search(text, i)
                if match is None:
                    if not end:
                        # The last few characters may be the beginning of the end tag.
                        keep = text.rfind("<", i)
                        stop = keep if keep >= 0 else n
                        if stop > i:
                            self.handle_data(text[i:stop])
                            i = self.updatepos(i, stop)
                        break
                    self.handle_data(text[i:n])
                    i = self.updatepos(i, n)
                    break
                if match.start() > i:
                    self.handle_data(text[i:match.start()])
                    i = self.updatepos(i, match.start())
                self.handle_endtag(self.cdata_elem)
                i = self.updatepos(i, match.end())
                self.clear_cdata_mode()
                continue
            if self.convert_charrefs:
                j = text.find("<", i)
                if j < 0:
                    # A reference that may go on in the next piece stays.
                    amp = text.rfind("&", max(i, n - 34))
                    if amp >= 0 and not end and not re.compile(r"[\t\n\r\f ;]").search(text, amp):
                        break
                    if not end and n - i < 1:
                        break
                    j = n
            else:
                match = re.compile("[&<]").search(text, i)
                j = match.start() if match else n
            if i < j:
                self._text(text[i:j])
            i = self.updatepos(i, j)
            if i == n:
                break
            if text[i] == "<":
                k = self._markup(text, i, end)
                if k < 0:
                    if not end:
                        break
                    k = self._unfinished(text, i)
                i = self.updatepos(i, k)
            else:
                match = _reference.match(text, i)
                if match:
                    k = match.end()
                    if k == n and not end:
                        break
                    if match[0][1] == "#":
                        self.handle_charref(match[0][2:])
                    else:
                        self.handle_entityref(match[0][1:])
                    if text.startswith(";", k):
                        k += 1
                elif not end and _incomplete_reference.match(text, i):
                    break
                else:
                    self.handle_data("&")
                    k = i + 1
                i = self.updatepos(i, k)
        self.rawdata = text[i:]

    def _unfinished(self, text, i):
        """Markup that the text's end cuts off."""
        if text.startswith("<!--", i):
            self.handle_comment(text[i + 4:])
        elif text.startswith("</", i) and re.match(r"[a-zA-Z]", text[i + 2:i + 3]) or re.match(r"[a-zA-Z]", text[i + 1:i + 2]):
            self._text(text[i:]) if text.find(">", i) < 0 else None
        elif text.startswith("<!", i) and len(text) > i + 2:
            self.handle_comment(text[i + 2:])
        elif text.startswith("<?", i):
            self.handle_pi(text[i + 2:])
        else:
            self._text(text[i:])
        return len(text)

    def _markup(self, text, i, end):
        """Handle one piece of markup; where it ends, or -1."""
        if _tag_name.match(text, i + 1):
            return self.parse_starttag(i)
        if text.startswith("</", i):
            return self.parse_endtag(i)
        if text.startswith("<!--", i):
            return self.parse_comment(i)
        if text.startswith("<?", i):
            return self.parse_pi(i)
        if text.startswith("<!", i):
            return self.parse_html_declaration(i)
        if i + 1 < len(text) or end:
            self.handle_data("<")
            return i + 1
        return -1

    def parse_html_declaration(self, i):
        text = self.rawdata
        if text[i:i + 9].lower() == "<!doctype":
            stop = text.find(">", i + 9)
            if stop < 0:
                return -1
            self.handle_decl(text[i + 2:stop])
            return stop + 1
        if text.startswith("<![", i):
            match = re.compile(r"\]\s*\]?\s*>").search(text, i + 3)
            if match is None:
                return -1
            self.unknown_decl(text[i + 3:match.start()])
            return match.end()
        return self.parse_bogus_comment(i)

    def parse_bogus_comment(self, i, report=1):
        stop = self.rawdata.find(">", i + 2)
        if stop < 0:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 2:stop])
        return stop + 1

    def parse_comment(self, i, report=1):
        match = re.compile(r"--!?>").search(self.rawdata, i + 4)
        if match is None:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 4:match.start()])
        return match.end()

    def parse_pi(self, i):
        stop = self.rawdata.find(">", i + 2)
        if stop < 0:
            return -1
        self.handle_pi(self.rawdata[i + 2:stop])
        return stop + 1

    def check_for_whole_start_tag(self, i):
        match = _start_end.match(self.rawdata, i)
        j = match.end()
        following = self.rawdata[j:j + 1]
        if following == ">":
            return j + 1
        if following == "/":
            if self.rawdata.startswith("/>", j):
                return j + 2
            return -1 if self.rawdata.startswith("/", j) and j + 1 >= len(self.rawdata) else j + 1
        return -1 if following == "" or following in "abcdefghijklmnopqrstuvwxyz=/ABCDEFGHIJKLMNOPQRSTUVWXYZ" else j if j > i else i + 1

    def parse_starttag(self, i):
        self._starttag_text = None
        stop = self.check_for_whole_start_tag(i)
        if stop < 0:
            return stop
        text = self.rawdata
        self._starttag_text = text[i:stop]
        match = _tag_name.match(text, i + 1)
        k = match.end()
        while k < stop and text[k] in " \t\n\r\f/" and not text.startswith("/>", k):
            k += 1
        self.lasttag = tag = match[0].lower()
        attributes = []
        while k < stop:
            m = _attribute.match(text, k)
            if not m:
                break
            name, rest, value = m.group(1, 2, 3)
            if not rest:
                value = None
            elif value[:1] == value[-1:] and value[:1] in ("'", '"') and value:
                value = value[1:-1]
            if value:
                value = unescape(value)
            attributes.append((name.lower(), value))
            k = m.end()
        ending = text[k:stop].strip()
        if ending not in (">", "/>"):
            self.handle_data(text[i:stop])
            return stop
        if ending.endswith("/>"):
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return stop

    def parse_endtag(self, i):
        text = self.rawdata
        if text.find(">", i + 2) < 0:
            return -1
        match = _tag_name.match(text, i + 2)
        if not match:
            if text.startswith("</>", i):
                return i + 3
            return self.parse_bogus_comment(i)
        stop = text.find(">", match.end())
        self.handle_endtag(match[0].lower())
        self.clear_cdata_mode()
        return stop + 1

    # --- For subclasses

    def handle_startendtag(self, tag, attrs):
        """<tag/>"""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        """<tag name="value">: attrs are pairs, the value None where there is none."""

    def handle_endtag(self, tag):
        """</tag>"""

    def handle_charref(self, name):
        """&#NAME; unless convert_charrefs."""

    def handle_entityref(self, name):
        """&NAME; unless convert_charrefs."""

    def handle_data(self, data):
        """Text."""

    def handle_comment(self, data):
        """<!--data-->"""

    def handle_decl(self, decl):
        """<!decl>"""

    def handle_pi(self, data):
        """<?data>"""

    def unknown_decl(self, data):
        pass
