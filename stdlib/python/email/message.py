"""Messages: headers, and a text or parts.

    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content("text")
    message.add_attachment(data, maintype="image", subtype="png", filename="picture.png")
"""

import base64
import binascii
import io
import quopri
import re

from email import utils
from email._policybase import compat32

__all__ = ["Message", "EmailMessage", "MIMEPart"]


def _split_parameter(text):
    name, _, value = str(text).partition(";")
    return name.strip(), value.strip() or None


def _format_parameter(name, value=None, quote=True):
    if value is not None and len(value) > 0:
        if isinstance(value, tuple):
            return "%s*=%s" % (name, utils.encode_rfc2231(value[2], value[0], value[1]))
        if not value.isascii():
            return "%s*=%s" % (name, utils.encode_rfc2231(value, "utf-8", ""))
        if quote or re.search(r'[ \(\)<>@,;:\\"/\[\]\?=]', value):
            return '%s="%s"' % (name, utils.quote(value))
        return "%s=%s" % (name, value)
    return name


def _parse_parameters(text):
    """[(name, value)] of a header such as Content-Type; the value itself comes first."""
    result = []
    for part in re.findall(r'(?:[^;"]|"(?:\\.|[^"\\])*")+', text):
        name, equals, value = part.partition("=")
        name, value = name.strip(), value.strip()
        if equals:
            name = name.lower()
        result.append((name, value))
    return utils.decode_params(result) if result else []


def _quoted_printable(data, width):
    """Data as quoted-printable lines of at most `width` characters."""
    lines = []
    for line in data.split(b"\n"):
        atoms = [chr(c) if 32 <= c < 127 and c != 61 or c == 9 else "=%02X" % c for c in line]
        if atoms and atoms[-1] in " \t":
            atoms[-1] = "=%02X" % ord(atoms[-1])
        text = ""
        for index, atom in enumerate(atoms):
            room = width if index == len(atoms) - 1 else width - 1
            if width and len(text) + len(atom) > room:
                lines.append(text + "=")
                text = ""
            text += atom
        lines.append(text)
    return "\n".join(lines)


class Message:
    """A message as in 3.2: headers are str as they stand in it. It is used like a dict of headers."""

    def __init__(self, policy=compat32):
        self.policy, self.defects = policy, []
        self._headers, self._payload = [], None
        self._charset, self._default_type = None, "text/plain"
        self._unixfrom = self.preamble = self.epilogue = None

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The message as text."""
        from email.generator import Generator
        return self._written_by(Generator, io.StringIO(), unixfrom, maxheaderlen=maxheaderlen, policy=policy or self.policy)

    def __bytes__(self):
        return self.as_bytes()

    def as_bytes(self, unixfrom=False, policy=None):
        """The message as bytes."""
        from email.generator import BytesGenerator
        return self._written_by(BytesGenerator, io.BytesIO(), unixfrom, policy=policy or self.policy)

    def _written_by(self, generator, file, unixfrom, **options):
        generator(file, mangle_from_=False, **options).flatten(self, unixfrom=unixfrom)
        return file.getvalue()

    def is_multipart(self):
        """Whether it has parts."""
        return isinstance(self._payload, list)

    def get_unixfrom(self):
        return self._unixfrom

    def set_unixfrom(self, unixfrom):
        self._unixfrom = unixfrom

    # --- What it holds

    def attach(self, payload):
        """Add a part."""
        parts = [] if self._payload is None else self._payload
        if not hasattr(parts, "append"):
            raise TypeError("Attach is not valid on a message with a non-multipart payload")
        parts.append(payload)
        self._payload = parts

    def get_payload(self, i=None, decode=False):
        """The text, or the list of parts, or part i. decode: the bytes that Content-Transfer-Encoding hides."""
        if self.is_multipart():
            if decode:
                return None
            return self._payload if i is None else self._payload[i]
        if i is not None and not isinstance(self._payload, list):
            raise TypeError("Expected list, got %s" % type(self._payload))
        payload = self._payload
        encoding = str(self.get("content-transfer-encoding", "")).lower().strip()
        if isinstance(payload, str):
            if not decode:
                # Bytes that were no ASCII are characters, if the message says of which set.
                if any("\udc80" <= c <= "\udcff" for c in payload) and not payload.isascii():
                    raw = payload.encode("ascii", "surrogateescape")
                    try:
                        return raw.decode(self.get_content_charset("ascii"), "replace")
                    except LookupError:
                        return raw.decode("ascii", "replace")
                return payload
            try:
                data = payload.encode("ascii", "surrogateescape")
            except UnicodeEncodeError:
                data = payload.encode("raw-unicode-escape")
        elif not decode or payload is None:
            return payload
        else:
            data = payload
        if encoding == "quoted-printable":
            return quopri.decodestring(data)
        if encoding == "base64":
            text = b"".join(data.split())
            try:
                return base64.b64decode(text + b"==="[:-len(text) % 4], validate=False)
            except binascii.Error:
                return data
        return data

    def set_payload(self, payload, charset=None):
        """Set the text or the list of parts."""
        if hasattr(payload, "encode"):
            if charset is not None:
                # What ASCII cannot hold is lost, where that is what it is said to be.
                payload = payload.encode(str(charset), "surrogateescape").decode(
                    "ascii", "replace" if str(charset) == "us-ascii" else "surrogateescape")
            self._payload = payload
        elif hasattr(payload, "decode"):
            self._payload = payload.decode("ascii", "surrogateescape")
        else:
            self._payload = payload
        if charset is not None:
            self.set_charset(charset)

    def set_charset(self, charset):
        """Say, and encode the text as the character set wants."""
        from email.charset import Charset
        if charset is None:
            self.del_param("charset")
            self._charset = None
            return
        if not isinstance(charset, Charset):
            charset = Charset(charset)
        self._charset = charset
        if "MIME-Version" not in self:
            self.add_header("MIME-Version", "1.0")
        if "Content-Type" not in self:
            self.add_header("Content-Type", "text/plain", charset=charset.get_output_charset())
        else:
            self.set_param("charset", charset.get_output_charset())
        if "Content-Transfer-Encoding" not in self:
            encoding = charset.get_body_encoding()
            payload = self._payload
            if payload and encoding in ("base64", "quoted-printable"):
                raw = payload.isascii() or "\udc80" <= max(payload) <= "\udcff"
                data = payload.encode("ascii", "surrogateescape") if raw else payload.encode(str(charset))
                self._payload = (base64.encodebytes(data) if encoding == "base64" else quopri.encodestring(data)).decode("ascii")
            elif payload and encoding == "7bit" and not payload.isascii():
                encoding = "8bit"
            self.add_header("Content-Transfer-Encoding", encoding)

    def get_charset(self):
        return self._charset

    # --- Headers

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        limit = self.policy.header_max_count(name)
        if limit is not None and sum(key.lower() == name.lower() for key, _ in self._headers) >= limit:
            raise ValueError("There may be at most {} {} headers in a message".format(limit, name))
        self._headers.append(self.policy.header_store_parse(name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [(key, value) for key, value in self._headers if key.lower() != name]

    def __contains__(self, name):
        name = name.lower()
        return any(key.lower() == name for key, _ in self._headers)

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        """The names of the headers."""
        return [name for name, _ in self._headers]

    def values(self):
        """Their values."""
        return [self.policy.header_fetch_parse(name, value) for name, value in self._headers]

    def items(self):
        """Names and values."""
        return [(name, self.policy.header_fetch_parse(name, value)) for name, value in self._headers]

    def get(self, name, failobj=None):
        """The value of the first header of a name."""
        wanted = name.lower()
        for key, value in self._headers:
            if key.lower() == wanted:
                return self.policy.header_fetch_parse(key, value)
        return failobj

    def get_all(self, name, failobj=None):
        """The values of all headers of a name."""
        wanted = name.lower()
        return [self.policy.header_fetch_parse(key, value) for key, value in self._headers if key.lower() == wanted] or failobj

    def set_raw(self, name, value):
        self._headers.append((name, value))

    def raw_items(self):
        return iter(self._headers.copy())

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters; _ in their names stands for -."""
        parts = [_value] if _value is not None else []
        for name, value in _params.items():
            name = name.replace("_", "-")
            parts.append(name if value is None else _format_parameter(name, value))
        self[_name] = "; ".join(parts)

    def replace_header(self, _name, _value):
        """Give the first header of a name another value."""
        wanted = _name.lower()
        for index, (key, _) in enumerate(self._headers):
            if key.lower() == wanted:
                self._headers[index] = self.policy.header_store_parse(key, _value)
                return
        raise KeyError(_name)

    # --- Content-Type

    def get_content_type(self):
        """The type, such as text/plain."""
        value = self.get("content-type")
        if value is None:
            return self.get_default_type()
        kind = _split_parameter(value)[0].lower()
        return kind if kind.count("/") == 1 else "text/plain"

    def get_content_maintype(self):
        return self.get_content_type().split("/")[0]

    def get_content_subtype(self):
        return self.get_content_type().split("/")[1]

    def get_default_type(self):
        return self._default_type

    def set_default_type(self, ctype):
        self._default_type = ctype

    def get_params(self, failobj=None, header="content-type", unquote=True):
        """[(name, value)] of a header."""
        value = self.get(header)
        if value is None:
            return failobj
        params = _parse_parameters(str(value))
        if not unquote:
            return params
        return [(name, (v[0], v[1], utils.unquote(v[2])) if isinstance(v, tuple) else utils.unquote(v)) for name, v in params]

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        """A parameter of a header."""
        if header not in self:
            return failobj
        for name, value in self.get_params(failobj, header, unquote):
            if name.lower() == param.lower():
                return value
        return failobj

    def set_param(self, param, value, header="Content-Type", requote=True, charset=None, language="", replace=False):
        """Set a parameter of a header."""
        if not isinstance(value, tuple) and charset:
            value = charset, language, value
        if header not in self and header.lower() == "content-type":
            ctype = "text/plain"
        else:
            ctype = self.get(header)
        if not self.get_param(param, header=header):
            added = _format_parameter(param, value, requote)
            ctype = added if not ctype else "; ".join([ctype, added])
        else:
            parts = []
            for name, old in self.get_params(header=header, unquote=requote):
                chosen = value if name.lower() == param.lower() else old
                parts.append(_format_parameter(name, chosen, requote) if chosen != "" else name)
            ctype = "; ".join(parts)
        if ctype != self.get(header):
            if header in self:
                self.replace_header(header, ctype)
            else:
                self[header] = ctype

    def del_param(self, param, header="content-type", requote=True):
        """Remove a parameter of a header."""
        if header not in self:
            return
        parts = [_format_parameter(name, value, requote) if value != "" else name
                 for name, value in self.get_params(header=header, unquote=requote) if name.lower() != param.lower()]
        self.replace_header(header, "; ".join(parts))

    def set_type(self, type, header="Content-Type", requote=True):
        """Set the type, and keep the parameters."""
        if type.count("/") != 1:
            raise ValueError
        if header.lower() == "content-type":
            del self["mime-version"]
            self["MIME-Version"] = "1.0"
        _, *parameters = self.get_params(header=header, unquote=requote) if header in self else [None]
        del self[header]
        self[header] = type
        for name, value in parameters:
            self.set_param(name, value, header, requote)

    def get_filename(self, failobj=None):
        """The name of the file that a part is."""
        value = self.get_param("filename", None, "content-disposition")
        if value is None:
            value = self.get_param("name", None, "content-type")
        return failobj if value is None else utils.collapse_rfc2231_value(value).strip()

    def get_boundary(self, failobj=None):
        """The line between parts."""
        value = self.get_param("boundary", None)
        return failobj if value is None else utils.collapse_rfc2231_value(value).rstrip()

    def set_boundary(self, boundary):
        """Set the line between parts."""
        if self.get_params(None, "content-type") is None:
            from email.errors import HeaderParseError
            raise HeaderParseError("No Content-Type header found")
        self.set_param("boundary", boundary)

    def get_content_charset(self, failobj=None):
        """The character set."""
        value = self.get_param("charset")
        return failobj if value is None else utils.collapse_rfc2231_value(value).lower()

    def get_charsets(self, failobj=None):
        """The character sets of all parts."""
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """inline, attachment, or None."""
        value = self.get("content-disposition")
        return None if value is None else _split_parameter(value)[0].lower()

    from email.iterators import walk


class MIMEPart(Message):
    """A part of a message of today."""

    def __init__(self, policy=None):
        if policy is None:
            from email.policy import default
            policy = default
        super().__init__(policy)

    def as_string(self, unixfrom=False, maxheaderlen=None, policy=None):
        """The message as text."""
        policy = policy or self.policy
        return super().as_string(unixfrom, policy.max_line_length if maxheaderlen is None else maxheaderlen, policy)

    def is_attachment(self):
        """Whether it is an attachment."""
        return self.get_content_disposition() == "attachment"

    def get_body(self, preferencelist=("related", "html", "plain")):
        """The part that is the text, by preference."""
        best, rank = None, len(preferencelist)
        for priority, part in self._find_body(self, preferencelist):
            if priority < rank:
                best, rank = part, priority
                if priority == 0:
                    break
        return best

    def _find_body(self, part, preferencelist):
        if part.is_attachment():
            return
        maintype, subtype = part.get_content_type().split("/")
        if maintype == "text":
            if subtype in preferencelist:
                yield preferencelist.index(subtype), part
            return
        if maintype != "multipart" or not self.is_multipart():
            return
        if subtype != "related":
            for below in part.iter_parts():
                yield from self._find_body(below, preferencelist)
            return
        if "related" in preferencelist:
            yield preferencelist.index("related"), part
        below = part.get_payload()
        if below:
            yield from self._find_body(below[0], preferencelist)

    def iter_parts(self):
        """The parts."""
        if self.is_multipart():
            yield from self.get_payload()

    def iter_attachments(self):
        """The parts that are not the text."""
        maintype, subtype = self.get_content_type().split("/")
        if maintype != "multipart" or subtype == "alternative":
            return
        parts = list(self.get_payload())
        if subtype == "related":
            yield from parts[1:]
            return
        seen = []
        for part in parts:
            maintype, subtype = part.get_content_type().split("/")
            if (maintype, subtype) in {("text", "plain"), ("text", "html"), ("multipart", "related"), ("multipart", "alternative")} and \
                    not part.is_attachment() and subtype not in seen:
                seen.append(subtype)
                continue
            yield part

    def get_content(self, *args, **kw):
        """A text as str, other data as bytes."""
        maintype = self.get_content_maintype()
        if maintype == "text":
            return self.get_payload(decode=True).decode(self.get_param("charset", "ASCII"), kw.get("errors", "replace"))
        if maintype == "multipart":
            raise KeyError("multipart/" + self.get_content_subtype())
        if maintype == "message":
            return self.get_payload(0)
        return self.get_payload(decode=True)

    def set_content(self, obj, *args, **kw):
        """Set the text (str), data (bytes with maintype and subtype), or a message."""
        if self.get_content_maintype() == "multipart" and self.is_multipart() and "Content-Type" in self:
            self.clear_content()
        for name in [name for name, _ in self._headers if name.lower().startswith("content-")]:
            del self[name]
        self._payload = None
        if isinstance(obj, str):
            self._set_text(obj, *args, **kw)
        elif isinstance(obj, (bytes, bytearray, memoryview)):
            self._set_data(bytes(obj), *args, **kw)
        elif isinstance(obj, Message):
            self["Content-Type"] = "message/" + kw.pop("subtype", "rfc822")
            self._finish(kw.pop("cte", None) or "8bit", **kw)
            self._payload = [obj]
        else:
            raise KeyError(type(obj).__module__ + "." + type(obj).__qualname__)

    def _finish(self, cte, disposition=None, filename=None, cid=None, params=None, headers=None):
        self["Content-Transfer-Encoding"] = cte
        if disposition is None and filename is not None:
            disposition = "attachment"
        if disposition is not None:
            self["Content-Disposition"] = disposition
        if filename is not None:
            self.set_param("filename", filename, header="Content-Disposition")
        if cid is not None:
            self["Content-ID"] = cid
        for name, value in (params or {}).items():
            self.set_param(name, value)
        for header in headers or ():
            name, value = header.split(":", 1) if isinstance(header, str) else (header.name, str(header))
            self[name] = value.strip()

    def _set_text(self, string, subtype="plain", charset="utf-8", cte=None, **kw):
        self["Content-Type"] = 'text/%s; charset="%s"' % (subtype, charset)
        lines = string.encode(charset).splitlines()
        data = b"".join(line + b"\n" for line in lines)
        longest = max(map(len, lines), default=0)
        if cte is None:
            if data.isascii() and longest <= self.policy.max_line_length:
                cte = "7bit"
            elif self.policy.cte_type == "8bit" and longest <= self.policy.max_line_length:
                cte = "8bit"
            else:
                sample = b"".join(lines[:10])
                quoted = sum(1 if 32 < c < 127 and c != 61 or c == 32 else 3 for c in sample)
                cte = "quoted-printable" if quoted <= (len(sample) + 2) // 3 * 4 else "base64"
        if cte == "base64":
            self._payload = base64.encodebytes(data).decode("ascii")
        elif cte == "quoted-printable":
            self._payload = _quoted_printable(data, self.policy.max_line_length)
        else:
            self._payload = data.decode("ascii", "surrogateescape")
        self._finish(cte, **kw)

    def _set_data(self, data, maintype, subtype, cte="base64", **kw):
        self["Content-Type"] = "%s/%s" % (maintype, subtype)
        if cte == "base64":
            self._payload = base64.encodebytes(data).decode("ascii")
        elif cte == "quoted-printable":
            self._payload = quopri.encodestring(data).decode("ascii")
        else:
            self._payload = data.decode("ascii", "surrogateescape")
        self._finish(cte, **kw)

    def _make_multipart(self, subtype, disallowed, boundary):
        if self.get_content_maintype() == "multipart":
            existing = self.get_content_subtype()
            if existing in disallowed + (subtype,):
                raise ValueError("Cannot convert {} to {}".format(existing, subtype))
        kept = [(name, value) for name, value in self._headers if not name.lower().startswith("content-")]
        own = [(name, value) for name, value in self._headers if name.lower().startswith("content-")]
        if own:
            part = type(self)(policy=self.policy)
            part._headers = own
            part._payload = self._payload
            self._payload = [part]
        else:
            self._payload = []
        self._headers = kept
        self["Content-Type"] = "multipart/" + subtype
        if boundary is not None:
            self.set_param("boundary", boundary)

    def make_related(self, boundary=None):
        self._make_multipart("related", ("alternative", "mixed"), boundary)

    def make_alternative(self, boundary=None):
        self._make_multipart("alternative", ("mixed",), boundary)

    def make_mixed(self, boundary=None):
        self._make_multipart("mixed", (), boundary)

    def _add(self, subtype, args, kw, disposition=None):
        if self.get_content_maintype() != "multipart" or self.get_content_subtype() != subtype:
            getattr(self, "make_" + subtype)()
        part = type(self)(policy=self.policy)
        part.set_content(*args, **kw)
        if disposition and "content-disposition" not in part:
            part["Content-Disposition"] = disposition
        self.attach(part)

    def add_related(self, *args, **kw):
        """Add a part that belongs to the text."""
        self._add("related", args, kw, "inline")

    def add_alternative(self, *args, **kw):
        """Add the text in another form."""
        self._add("alternative", args, kw)

    def add_attachment(self, *args, **kw):
        """Add an attachment."""
        self._add("mixed", args, kw, "attachment")

    def clear(self):
        """Remove everything."""
        self._headers = []
        self._payload = None

    def clear_content(self):
        """Remove what it holds, and the headers about it."""
        self._headers = [(name, value) for name, value in self._headers if not name.lower().startswith("content-")]
        self._payload = None


class EmailMessage(MIMEPart):
    """A message of today."""

    def set_content(self, *args, **kw):
        super().set_content(*args, **kw)
        if "MIME-Version" not in self:
            self["MIME-Version"] = "1.0"
