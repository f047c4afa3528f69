"""Streams of text on top of streams of bytes (_io_binary), and open(), which puts them together.

The standard streams are native (_standard_stream), for speed; everything that open() returns is here. A stream keeps its
buffers under a lock, so that threads may share it.
"""

import posix as _posix
import _memory_streams
import _text_decoder
import _text_stream
import codecs as _codecs
from _io_binary import (BlockingIOError, BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, BytesIO, DEFAULT_BUFFER_SIZE,
                        FileIO, SEEK_CUR, SEEK_END, SEEK_SET, UnsupportedOperation, _BufferedIOBase, _IOBase, _RawIOBase, _index_argument, _not_pickled,
                        _unflushed)
from builtins import open
from _weakref import ref as _reference
from _static_type import static_type as _static_type


def text_encoding(encoding, stacklevel=2):
    """Return the encoding to use where a function was given `encoding`: "locale" for None."""
    return "locale" if encoding is None else encoding


def open_code(path):
    return open(path, "rb")


@_static_type
class _TextIOBase(_IOBase):
    encoding = None
    errors = None
    newlines = None

    def read(self, size=-1, /):
        self._unsupported("read")

    def write(self, text, /):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")


# The modes that nearly every call of open() has.
_usual_modes = {mode: frozenset(mode) for mode in ("r", "rb", "rt", "w", "wb", "wt", "a", "ab", "r+", "r+b", "w+", "w+b")}


def _parse_mode(mode):
    """The set of letters of a mode that open() accepts; ValueError with CPython's messages."""
    letters = _usual_modes.get(mode)
    if letters is not None:
        return letters
    letters = set(mode)
    if letters - set("axrwb+t") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: {mode!r}")
    if "t" in letters and "b" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & set("axrw")) > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if not letters & set("axrw"):
        raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
    return letters


def _check_newline(newline):
    if newline is not None and not isinstance(newline, str):
        raise TypeError(f"newline must be str or None, not {type(newline).__name__}")
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline}")


@_static_type
class IncrementalNewlineDecoder:
    """Turns \\r\\n and \\r into \\n, whatever pieces they come in."""

    def __init__(self, decoder, translate, errors="strict"):
        self.decoder, self.translate, self.errors = decoder, translate, errors
        self._pending_return = False
        self._seen = set()

    def decode(self, input, final=False):
        text = input if self.decoder is None else self.decoder.decode(input, final)
        if self._pending_return and (text or final):
            text = "\r" + text
            self._pending_return = False
        if text.endswith("\r") and not final:
            text = text[:-1]
            self._pending_return = True
        if "\r" not in text:
            if "\n" in text:
                self._seen.add("\n")
            return text
        rest = text.replace("\r\n", "")
        if "\r\n" in text:
            self._seen.add("\r\n")
        if "\r" in rest:
            self._seen.add("\r")
        if "\n" in rest:
            self._seen.add("\n")
        if self.translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def reset(self):
        self._pending_return = False
        self._seen = set()
        if self.decoder is not None:
            self.decoder.reset()

    def getstate(self):
        pending, flag = (b"", 0) if self.decoder is None else self.decoder.getstate()
        return pending, flag << 1 | self._pending_return

    def setstate(self, state):
        pending, flag = state
        self._pending_return = bool(flag & 1)
        if self.decoder is not None:
            self.decoder.setstate((pending, flag >> 1))

    @property
    def newlines(self):
        found = tuple(mark for mark in ("\r", "\n", "\r\n") if mark in self._seen)
        return None if not found else found[0] if len(found) == 1 else found


# Encodings that begin with a mark of the byte order, and what they are behind it.
_codecs_after_mark = {"utf-16": "utf-16-le", "utf16": "utf-16-le", "utf-32": "utf-32-le", "utf32": "utf-32-le", "utf-8-sig": "utf-8"}


def _text_codec(encoding):
    """Raises an error unless this is the name of an encoding that makes bytes of text."""
    if not getattr(_codecs.lookup(encoding), "_is_text_encoding", True):
        raise LookupError(f"{encoding!r} is not a text encoding; use codecs.open() to handle arbitrary codecs")


@_static_type
class TextIOWrapper(_text_stream.TextStream, _TextIOBase):
    """Text on top of a buffered stream of bytes."""

    # The native part keeps what is known of the stream; this is for few.
    _mark_written = None  # whether the mark of the byte order is there; None: not known
    _chunk_size = DEFAULT_BUFFER_SIZE  # how much is read from the buffer at once

    def _check_encoding(self, encoding):
        _text_codec(encoding)

    @property
    def _CHUNK_SIZE(self):
        return self._chunk_size

    @_CHUNK_SIZE.setter
    def _CHUNK_SIZE(self, size):
        size = _index_argument(size)
        if size <= 0:
            raise ValueError("a strictly positive integer is required")
        self._chunk_size = size

    @property
    def buffer(self):
        if self._encoding is None:
            self._check()
        return self._buffer

    encoding = property(lambda self: self._encoding)
    errors = property(lambda self: self._errors)
    line_buffering = property(lambda self: self._line_buffering)
    write_through = property(lambda self: self._write_through)
    name = property(lambda self: self._buffer.name)

    @property
    def newlines(self):
        return getattr(self._decoder, "newlines", None) or self._seen_newlines

    def _fail_without_buffer(self):
        raise ValueError("underlying buffer has been detached" if self._encoding else "I/O operation on uninitialized object")

    def _next(self):
        """The next line, "" at the end."""
        self._telling = False
        line = self.readline()
        if not line:
            self._telling = True
        elif not isinstance(line, str):
            raise OSError(f"readline() should have returned a str object, not {type(line).__name__!r}")
        return line

    def _end_decoding(self):
        # What follows, if the file grows, is decoded afresh.
        self._seen_newlines = self.newlines
        self._decoder, self._ended = None, False

    def __repr__(self):
        if self._encoding is None:
            self._check()
        kind = type(self)
        shown = [f"_io.{kind.__name__}" if kind.__module__ == "_io" else kind.__name__]
        for attribute in ("name", "mode"):
            try:
                shown.append(f"{attribute}={getattr(self, attribute)!r}")
            except (AttributeError, ValueError):
                pass
        return f"<{' '.join(shown)} encoding={self._encoding!r}>"

    __reduce__ = __reduce_ex__ = _not_pickled

    def reconfigure(self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None):
        if self._has_read and (encoding is not None or errors is not None or newline is not ...):
            raise UnsupportedOperation("It is not possible to set the encoding or newline of stream after the first read")
        self._may_append = False
        if encoding is not None:
            if not isinstance(encoding, str):
                raise TypeError(f"reconfigure() argument 'encoding' must be str or None, not {type(encoding).__name__}")
            if encoding == "locale":
                encoding = "UTF-8"
            _text_codec(encoding)
        if errors is not None and not isinstance(errors, str):
            raise TypeError(f"reconfigure() argument 'errors' must be str or None, not {type(errors).__name__}")
        self.flush()
        if encoding is not None:
            self._encoding = encoding
            self._mark_written = None
            if errors is None:
                self._errors = "strict"
        if errors is not None:
            self._errors = errors
        if newline is not ...:
            _check_newline(newline)
            self._newline = newline
            self._one_mark = (newline is None or newline == "\n") and type(self) is TextIOWrapper
        if line_buffering is not None:
            self._line_buffering = line_buffering
        if write_through is not None:
            self._write_through = write_through

    def fileno(self):
        return self._buffer.fileno()

    def isatty(self):
        return self._buffer.isatty()

    def readable(self):
        return self._buffer.readable()

    def writable(self):
        return self._buffer.writable()

    def seekable(self):
        return self._buffer.seekable()

    def detach(self):
        self.flush()
        buffer, self._buffer = self._buffer, None
        self._may_append = False
        self._text, self._position, self._can_read, self._can_write = "", 0, None, None
        return buffer

    def _enter(self):
        if self._buffer is None or self._buffer.closed:
            self._check_closed()
        return self

    def _close(self):
        if _unflushed:
            _unflushed.pop(id(self), None)
        if not self.closed:
            self._may_append = False
            try:
                self.flush()
            finally:
                with self._lock:
                    self._text, self._position = "", 0
                self._buffer.close()

    def _check(self):
        if self._buffer is None:
            self._fail_without_buffer()
        if self._buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def _flush(self):
        with self._lock:
            self._check()
            self._telling = True
            self._flush_text()
            self._buffer.flush()

    def _flush_text(self):
        if self._pending:
            text, self._pending = self._pending, ""
            encoding = _codecs_after_mark.get(self._encoding.lower().replace("_", "-"))
            if encoding is not None and self._mark_written is None:
                # A file that has something in it already has its mark at the start.
                self._mark_written = self._buffer.seekable() and self._buffer.tell() != 0
            if encoding is None or not self._mark_written:
                encoding = self._encoding
                self._mark_written = True
            self._buffer.write(text.encode(encoding, self._errors))

    def _write(self, text):
        with self._lock:
            self._check()
            if not self._can_write:
                self._can_write = self._buffer.writable()
                if not self._can_write:
                    raise UnsupportedOperation("not writable")
            length = len(text)
            has_line_end = "\n" in text
            if has_line_end and self._write_newline is not None:
                text = text.replace("\n", self._write_newline)
            # What cannot be encoded must fail here, not later.
            if not text.isascii():
                text.encode(self._encoding, self._errors)
            self._pending += text
            if (self._text or self._position) and self._buffer.seekable():
                # Where nobody can seek, as in a connection, what is read has nothing to do with what is written.
                self._text, self._position, self._decoder = "", 0, None
            if self._write_through or len(self._pending) > DEFAULT_BUFFER_SIZE or (self._line_buffering and (has_line_end or "\r" in text)):
                self._flush_text()
                if self._line_buffering and (has_line_end or "\r" in text):
                    self._buffer.flush()
            self._may_append = (self._file is not None and self._write_newline is None and not self._line_buffering
                                and not self._write_through)
            return length

    def _new_decoder(self):
        if _text_decoder.is_known(self._encoding, self._errors):
            return _text_decoder.TextDecoder(self._encoding, self._errors, self._read_universal, self._translate)
        decoder = _codecs.getincrementaldecoder(self._encoding)(self._errors)
        return IncrementalNewlineDecoder(decoder, self._translate) if self._read_universal else decoder

    def _fill(self):
        """Decodes one more piece behind what is left; false at the end."""
        if self._decoder is None:
            self._decoder = self._new_decoder()
            self._ended = False
        if self._ended:
            return False
        read = getattr(self._buffer, "read1", None) or self._buffer.read
        data = read(self._chunk_size)
        self._ended = not data
        self._has_read = True
        self._piece = data, self._decoder.getstate(), len(self._text) - self._position
        text = self._decoder.decode(data, self._ended)
        self._text = self._text[self._position:] + text if self._position < len(self._text) else text
        self._position = 0
        return bool(text) or not self._ended

    def _check_readable(self):
        if self._buffer is None or self._buffer.closed:
            self._check()
        if not self._can_read:
            self._can_read = self._buffer.readable()
            if not self._can_read:
                raise UnsupportedOperation("not readable")
        if self._pending:
            self._flush_text()

    def _read(self, size):
        with self._lock:
            self._check_readable()
            if size is None or size < 0:
                if self._decoder is None:
                    self._decoder = self._new_decoder()
                data = self._buffer.read()
                text = self._text[self._position:] + self._decoder.decode(data, True)
                self._text, self._position, self._piece, self._has_read = "", 0, None, False
                self._end_decoding()
                return text
            while len(self._text) - self._position < size and self._fill():
                pass
            text = self._text[self._position:self._position + size]
            self._position += len(text)
            self._ended = self._ended and self._position < len(self._text)
            return text

    def _readline(self, size):
        size = -1 if size is None else _index_argument(size)
        with self._lock:
            self._check_readable()
            searched = 0
            while True:
                end = self._line_end(self._position + searched)
                if end >= 0:
                    break
                searched = max(0, len(self._text) - self._position - 1)
                if 0 <= size <= len(self._text) - self._position or not self._fill():
                    end = len(self._text)
                    break
            if size >= 0:
                end = min(end, self._position + size)
            line = self._text[self._position:end]
            self._position = end
            if self._ended and self._position == len(self._text):
                self._end_decoding()
            return line

    def _line_end(self, start):
        """Where the line that goes on at start ends, behind its mark; -1: not in the text so far."""
        text = self._text
        if self._newline is None or self._newline == "\n":
            return text.find("\n", start) + 1 or -1
        if self._newline == "":
            best = -1
            for index in range(start, len(text)):
                if text[index] == "\n":
                    return index + 1
                if text[index] == "\r":
                    if index + 1 < len(text):
                        return index + 2 if text[index + 1] == "\n" else index + 1
                    return index + 1 if self._ended else -1
            return best
        # The first half of a mark may stand just before.
        end = text.find(self._newline, max(self._position, start + 1 - len(self._newline)))
        return end + len(self._newline) if end >= 0 else -1

    def tell(self):
        with self._lock:
            self._check()
            if not self.seekable():
                raise UnsupportedOperation("underlying stream is not seekable")
            if not self._telling:
                raise OSError("telling position disabled by next() call")
            self._flush_text()
            self._buffer.flush()
            position = self._buffer.tell()
            if self._position == len(self._text) and not (self._decoder and self._decoder.getstate()[0]):
                return position
            data, state, left_before = self._piece or (b"", (b"", 0), 0)
            taken = self._position - left_before
            if taken < 0:
                # Within what an earlier piece gave.
                return position - len(data) - len(self._text[self._position:left_before].encode(self._encoding, self._errors))
            return position - len(data) + self._bytes_of(data, state, taken)

    def _bytes_of(self, data, state, characters):
        """How many bytes of a piece the first characters of its text are: fewer than none when they began before it."""
        if characters == 0:
            return -len(state[0])
        decoder = self._new_decoder()
        decoder.setstate(state)
        found = 0
        for index in range(len(data)):
            before = found
            found += len(decoder.decode(data[index:index + 1]))
            if found == characters:
                # The second half of a line's end belongs to it.
                return index + 1
            if found > characters:
                # A lone return showed itself by the byte behind it.
                return index if before < characters else index - 1
        return len(data)

    def seek(self, cookie, whence=0, /):
        with self._lock:
            self._check()
            if not self.seekable():
                raise UnsupportedOperation("underlying stream is not seekable")
            if whence == 1:
                if cookie != 0:
                    raise UnsupportedOperation("can't do nonzero cur-relative seeks")
                cookie, whence = self.tell(), 0
            elif whence == 2:
                if cookie != 0:
                    raise UnsupportedOperation("can't do nonzero end-relative seeks")
            elif whence != 0:
                raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
            elif cookie < 0:
                raise ValueError(f"negative seek position {cookie!r}")
            self.flush()
            self._text, self._position, self._decoder, self._ended, self._piece = "", 0, None, False, None
            self._seen_newlines, self._has_read, self._mark_written = None, False, None
            return self._buffer.seek(cookie, whence)

    def truncate(self, size=None, /):
        self.flush()
        if not self.writable():
            raise UnsupportedOperation("truncate")
        if size is None:
            size = self.tell()
        return self._buffer.truncate(size)


@_static_type
class StringIO(_memory_streams.TextBuffer, _TextIOBase):
    """Text in memory."""

    def __getstate__(self):
        return self.getvalue(), self._newline, self.tell(), self.__dict__.copy() or None

    def __setstate__(self, state):
        text, newline, position, attributes = state
        StringIO.__init__(self, "", newline)
        self._restore(text)
        self.seek(position)
        if attributes:
            self.__dict__.update(attributes)


def _flush_forgotten():
    for key, reference in [*_unflushed.items()]:
        stream = reference()
        if stream is None:
            _unflushed.pop(key, None)
            continue
        try:
            if stream.closed:
                _unflushed.pop(key, None)
            elif isinstance(stream, TextIOWrapper):
                if stream._pending or stream._buffer._output:
                    stream.flush()
            elif stream._output:
                stream.flush()
        except (OSError, ValueError, AttributeError):
            pass  # its owner will see it


def _remember(stream):
    _unflushed[id(stream)] = _reference(stream)
    return stream


def _not_an_integer(value):
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def _open(file, mode, buffering, encoding, errors, newline, closefd, opener):
    """What open() does; the function itself is native, so that it is no method where a class has it as an attribute."""
    if not isinstance(file, (str, bytes, int)):
        file = _posix.fspath(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if encoding is not None and not isinstance(encoding, str):
        raise TypeError(f"open() argument 'encoding' must be str or None, not {type(encoding).__name__}")
    if not isinstance(buffering, int):
        buffering = buffering.__index__() if hasattr(buffering, "__index__") else _not_an_integer(buffering)
    letters = _parse_mode(mode)
    binary = "b" in letters
    if _unflushed:
        _flush_forgotten()
    if binary:
        if encoding is not None:
            raise ValueError("binary mode doesn't take an encoding argument")
        if errors is not None:
            raise ValueError("binary mode doesn't take an errors argument")
        if newline is not None:
            raise ValueError("binary mode doesn't take a newline argument")
        if buffering == 1:
            import warnings
            warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                          RuntimeWarning, 2)
    else:
        _check_newline(newline)
    stream = raw = FileIO(file, mode.replace("t", "").replace("b", ""), closefd, opener)
    try:
        line_buffering = False
        if buffering == 1 or buffering < 0 and raw._is_terminal():
            buffering = -1
            line_buffering = True
        if buffering < 0:
            buffering = max(min(raw._blksize, 1 << 23), DEFAULT_BUFFER_SIZE)
        if buffering == 0:
            if binary:
                return raw
            raise ValueError("can't have unbuffered text I/O")
        if "+" in letters:
            stream = BufferedRandom(raw, buffering)
        elif letters & set("axw"):
            stream = BufferedWriter(raw, buffering)
        else:
            stream = BufferedReader(raw, buffering)
        if binary:
            return stream if letters == {"r", "b"} else _remember(stream)
        stream = TextIOWrapper(stream, encoding, errors, newline, line_buffering)
        stream.mode = mode
        return stream if letters <= {"r", "t"} else _remember(stream)
    except BaseException:
        stream.close()
        raise
