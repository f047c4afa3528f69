"""Messages as text and as bytes."""

import random
import re
import time

__all__ = ["Generator", "DecodedGenerator", "BytesGenerator"]


def _new_boundary(text):
    boundary = "=" * 15 + "%019d" % random.randrange(10 ** 19) + "=="
    result, count = boundary, 0
    while re.search("^--" + re.escape(result) + "(--)?$", text, re.MULTILINE):
        result = boundary + "." + str(count)
        count += 1
    return result


class Generator:
    """Writes messages into a text file."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, *, policy=None):
        self._fp = outfp
        self._mangle_from_ = mangle_from_
        self.maxheaderlen = maxheaderlen
        self.policy = policy

    _is_text = True

    def write(self, s):
        self._fp.write(s)

    def clone(self, fp):
        """A generator with the same settings for another file."""
        return self.__class__(fp, self._mangle_from_, None, policy=self.policy)

    def flatten(self, msg, unixfrom=False, linesep=None):
        """Write a message."""
        policy = self.policy or msg.policy
        if linesep is not None:
            policy = policy.clone(linesep=linesep)
        if self.maxheaderlen is not None:
            policy = policy.clone(max_line_length=self.maxheaderlen)
        mangle = policy.mangle_from_ if self._mangle_from_ is None else self._mangle_from_
        text = _text_of(msg, policy, mangle, self._is_text)
        if unixfrom:
            text = (msg.get_unixfrom() or "From nobody " + time.ctime(time.time())) + policy.linesep + text
        self.write(text)


def _readable(msg, is_text):
    """The message; where its data are bytes that a text cannot hold, a copy in which they are encoded, or lost if nobody knows how."""
    raw = msg._payload
    if not is_text or not isinstance(raw, str) or raw.isascii() or not any("\udc80" <= c <= "\udcff" for c in raw):
        return msg
    import copy
    charset = msg.get_param("charset")
    if charset is None:
        result = copy.copy(msg)
        result._payload = msg.get_payload()
        return result
    encoded, result = copy.copy(msg), copy.copy(msg)
    encoded._headers, result._headers = msg._headers[:], msg._headers[:]
    del encoded["content-transfer-encoding"]
    encoded.set_payload(raw, charset)
    result._payload = encoded._payload
    # The headers stay as they are but for these.
    for name in ("Content-Transfer-Encoding", "Content-Type"):
        if name in result:
            result.replace_header(name, encoded[name])
        else:
            result[name] = encoded[name]
    return result


def _text_of(msg, policy, mangle, is_text):
    # The body first: it may give the message a boundary.
    newline = policy.linesep
    msg = _readable(msg, is_text)
    body = _body_of(msg, policy, mangle, is_text)
    if is_text:
        headers = "".join([policy.fold(name, value) for name, value in msg.raw_items()])
    else:
        headers = "".join([policy.fold_binary(name, value).decode("ascii", "surrogateescape") for name, value in msg.raw_items()])
    return headers + newline + body


def _body_of(msg, policy, mangle, is_text):
    newline = policy.linesep
    payload = msg._payload
    kind = msg.get_content_maintype()
    if kind == "multipart" or (isinstance(payload, list) and kind != "message"):
        if payload is None:
            parts = []
        elif isinstance(payload, str):
            return _lines(payload, policy, mangle)
        elif not isinstance(payload, list):
            parts = [payload]
        else:
            parts = payload
        texts = [_text_of(part, policy, mangle, is_text) for part in parts]
        boundary = msg.get_boundary()
        if not boundary:
            boundary = _new_boundary(newline.join(texts))
            msg.set_boundary(boundary)
        result = "" if msg.preamble is None else _lines(msg.preamble, policy, mangle) + newline
        result += "--" + boundary + newline
        result += (newline + "--" + boundary + newline).join(texts)
        result += newline + "--" + boundary + "--" + newline
        if msg.epilogue is not None:
            result += _lines(msg.epilogue, policy, mangle)
        return result
    if kind == "message":
        if isinstance(payload, list):
            return _text_of(payload[0], policy, mangle, is_text)
    if payload is None:
        return ""
    if not isinstance(payload, str):
        raise TypeError("string payload expected: %s" % type(payload))
    return _lines(payload, policy, mangle)


def _lines(text, policy, mangle):
    if mangle:
        text = re.sub("^From ", ">From ", text, flags=re.MULTILINE)
    if policy.linesep != "\n":
        text = policy.linesep.join(re.split(r"\r\n|\r|\n", text))
    return text


class BytesGenerator(Generator):
    """Writes messages into a binary file."""

    _is_text = False

    def write(self, s):
        self._fp.write(s.encode("ascii", "surrogateescape") if s.isascii() else s.encode("utf-8", "surrogateescape"))


class DecodedGenerator(Generator):
    """Writes texts, and a line for each part that is none."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, fmt=None, *, policy=None):
        super().__init__(outfp, mangle_from_, maxheaderlen, policy=policy)
        self._fmt = fmt or "[Non-text (%(type)s) part of message omitted, filename %(filename)s]"

    def flatten(self, msg, unixfrom=False, linesep=None):
        policy = self.policy or msg.policy
        for name, value in msg.raw_items():
            self.write(policy.fold(name, value))
        self.write("\n")
        for part in msg.walk():
            kind = part.get_content_maintype()
            if kind == "text":
                print(part.get_payload(decode=False), file=self._fp)
            elif kind != "multipart":
                print(self._fmt % {"type": part.get_content_type(), "maintype": kind, "subtype": part.get_content_subtype(),
                                   "filename": part.get_filename("[no filename]"),
                                   "description": part.get("Content-Description", "[no description]"),
                                   "encoding": part.get("Content-Transfer-Encoding", "[no encoding]")}, file=self._fp)
