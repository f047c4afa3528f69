"""Streams: files, buffers and text on top of the system's file descriptors (posix).

The standard streams are native (_standard_stream), for speed; everything that open() returns is here. A stream keeps its
buffers under a lock, so that threads may share it.
"""

import posix as _posix
import _memory_streams
import _text_stream
import _thread
import codecs as _codecs
from _static_type import static_type as _static_type

DEFAULT_BUFFER_SIZE = 8192
BlockingIOError = BlockingIOError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    """The stream cannot do this."""


UnsupportedOperation.__module__ = "io"


def text_encoding(encoding, stacklevel=2):
    """Return the encoding to use where a function was given `encoding`: "locale" for None."""
    return "locale" if encoding is None else encoding


def open_code(path):
    return open(path, "rb")


@_static_type
class _IOBase:
    """What all streams can do."""

    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def seek(self, offset, whence=0, /):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, size=None, /):
        self._unsupported("truncate")

    def fileno(self):
        self._unsupported("fileno")

    def flush(self):
        self._check_closed()

    def isatty(self):
        self._check_closed()
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    @property
    def closed(self):
        return self._closed

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    def __del__(self):
        try:
            if not self.closed:
                self.close()
        except Exception:
            pass

    def _check_closed(self, message="I/O operation on closed file."):
        if self.closed:
            raise ValueError(message)

    _checkClosed = _check_closed

    def _checkSeekable(self, message=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if message is None else message)

    def _checkReadable(self, message=None):
        if not self.readable():
            raise UnsupportedOperation("File or stream is not readable." if message is None else message)

    def _checkWritable(self, message=None):
        if not self.writable():
            raise UnsupportedOperation("File or stream is not writable." if message is None else message)

    def __enter__(self):
        self._check_closed()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        self._check_closed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self, size=-1, /):
        if size is None:
            size = -1
        result = bytearray()
        while size < 0 or len(result) < size:
            piece = self.read(1)
            if not piece:
                break
            result += piece
            if result.endswith(b"\n"):
                break
        return bytes(result)

    def readlines(self, hint=None, /):
        if hint is None or hint <= 0:
            return list(self)
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if total > hint:
                break
        return lines

    def writelines(self, lines, /):
        self._check_closed()
        for line in lines:
            self.write(line)


@_static_type
class _RawIOBase(_IOBase):
    def readinto(self, buffer, /):
        raise NotImplementedError

    def write(self, data, /):
        raise NotImplementedError

    def read(self, size=-1, /):
        if size is None or size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return None if count is None else bytes(buffer[:count])

    def readall(self):
        pieces = []
        while piece := self.read(DEFAULT_BUFFER_SIZE):
            pieces.append(piece)
        # Nothing at all, and not at the end: a raw stream that would have to wait.
        return b"".join(pieces) if pieces else piece


@_static_type
class _BufferedIOBase(_IOBase):
    def detach(self):
        self._unsupported("detach")

    def read(self, size=-1, /):
        self._unsupported("read")

    def read1(self, size=-1, /):
        self._unsupported("read1")

    def write(self, data, /):
        self._unsupported("write")

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def readinto1(self, buffer, /):
        data = self.read1(len(buffer))
        buffer[:len(data)] = data
        return len(data)


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


def _parse_mode(mode):
    """The set of letters of a mode that open() accepts; ValueError with CPython's messages."""
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


@_static_type
class FileIO(_RawIOBase):
    """A file descriptor as a stream of bytes, without a buffer."""

    def __init__(self, file, mode="r", closefd=True, opener=None):
        letters = set(mode) - {"b"}
        if letters - set("axrw+") or len(letters & set("axrw")) != 1:
            if letters - set("axrw+"):
                raise ValueError(f"invalid mode: {mode}")
            raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
        self._readable = "r" in letters or "+" in letters
        self._writable = bool(letters & set("axw")) or "+" in letters
        self._appending = "a" in letters
        self._created = "x" in letters
        self._closefd = closefd
        self._fd = -1
        if isinstance(file, bool):
            file = int(file)
        if isinstance(file, float):
            raise TypeError("integer argument expected, got float")
        if isinstance(file, int):
            if file < 0:
                raise ValueError("negative file descriptor")
            self._fd = file
            _posix.fstat(file)
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            flags = _posix.O_RDWR if self._readable and self._writable else _posix.O_WRONLY if self._writable else _posix.O_RDONLY
            if "w" in letters:
                flags |= _posix.O_CREAT | _posix.O_TRUNC
            elif "a" in letters:
                flags |= _posix.O_CREAT | _posix.O_APPEND
            elif "x" in letters:
                flags |= _posix.O_CREAT | _posix.O_EXCL
            if opener is None:
                self._fd = _posix.open(file, flags, 0o666)
            else:
                self._fd = opener(file, flags)
                if not isinstance(self._fd, int):
                    raise TypeError("expected integer from opener")
                if self._fd < 0:
                    raise ValueError(f"opener returned {self._fd}")
            if _posix.fstat(self._fd).st_mode & 0o170000 == 0o040000:
                _posix.close(self._fd)
                self._fd = -1
                raise IsADirectoryError(21, _posix.strerror(21), file)
        self.name = file
        if self._appending:
            try:
                _posix.lseek(self._fd, 0, 2)
            except OSError:
                pass

    @property
    def closed(self):
        return self._fd < 0

    @property
    def closefd(self):
        return self._closefd

    @property
    def mode(self):
        if self._created:
            return "xb+" if self._readable else "xb"
        if self._appending:
            return "ab+" if self._readable else "ab"
        return ("rb+" if self._writable else "rb") if self._readable else "wb"

    def __repr__(self):
        if self.closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"

    def _check(self, readable=False, writable=False):
        self._check_closed("I/O operation on closed file")
        if readable and not self._readable:
            raise UnsupportedOperation("File not open for reading")
        if writable and not self._writable:
            raise UnsupportedOperation("File not open for writing")

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0 and self._closefd:
            _posix.close(fd)

    def fileno(self):
        self._check()
        return self._fd

    def isatty(self):
        self._check()
        return _posix.isatty(self._fd)

    def readable(self):
        self._check()
        return self._readable

    def writable(self):
        self._check()
        return self._writable

    def seekable(self):
        self._check()
        try:
            _posix.lseek(self._fd, 0, 1)
        except OSError:
            return False
        return True

    def read(self, size=-1, /):
        self._check(readable=True)
        if size is None or size < 0:
            return self.readall()
        try:
            return _posix.read(self._fd, size)
        except BlockingIOError:
            return None

    def readall(self):
        self._check(readable=True)
        pieces = []
        while piece := _posix.read(self._fd, 1 << 16):
            pieces.append(piece)
        return b"".join(pieces)

    def readinto(self, buffer, /):
        self._check(readable=True)
        view = memoryview(buffer).cast("B")
        data = _posix.read(self._fd, len(view))
        view[:len(data)] = data
        return len(data)

    def write(self, data, /):
        self._check(writable=True)
        try:
            return _posix.write(self._fd, data)
        except BlockingIOError:
            return None

    def seek(self, offset, whence=0, /):
        self._check()
        return _posix.lseek(self._fd, offset, whence)

    def tell(self):
        self._check()
        return _posix.lseek(self._fd, 0, 1)

    def truncate(self, size=None, /):
        self._check(writable=True)
        if size is None:
            size = self.tell()
        _posix.ftruncate(self._fd, size)
        return size


class _Buffered(_BufferedIOBase):
    """A raw stream with a read buffer, a write buffer, or both (never filled at the same time)."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if buffer_size <= 0:
            raise ValueError("buffer size must be strictly positive")
        self._raw = raw
        self._size = buffer_size
        self._lock = _thread.RLock()
        self._input = b""      # read ahead
        self._position = 0     # in _input
        self._output = bytearray()

    @property
    def raw(self):
        return self._raw

    @property
    def closed(self):
        return self._raw is None or self._raw.closed

    @property
    def name(self):
        return self._raw.name

    @property
    def mode(self):
        return self._raw.mode

    def __repr__(self):
        kind = type(self).__name__
        try:
            return f"<_io.{kind} name={self.name!r}>"
        except AttributeError:
            return f"<_io.{kind}>"

    def fileno(self):
        return self._raw.fileno()

    def isatty(self):
        return self._raw.isatty()

    def seekable(self):
        return self._raw.seekable()

    def detach(self):
        self.flush()
        raw, self._raw = self._raw, None
        self._input, self._position = b"", 0
        return raw

    def close(self):
        _unflushed.pop(id(self), None)
        with self._lock:
            if self._raw is not None and not self.closed:
                try:
                    self.flush()
                finally:
                    self._input, self._position = b"", 0
                    self._raw.close()

    def _check(self):
        if self._raw is None:
            raise ValueError("raw stream has been detached")
        if self._raw.closed:
            raise ValueError("I/O operation on closed file.")

    def flush(self):
        with self._lock:
            if self._raw is None:
                raise ValueError("raw stream has been detached")
            if self._raw.closed:
                raise ValueError("flush of closed file")
            self._flush_output()

    def _flush_output(self):
        while self._output:
            count = self._raw.write(bytes(self._output))
            if count is None:
                raise BlockingIOError(11, "write could not complete without blocking", 0)
            del self._output[:count]

    def _drop_input(self):
        """Forgets what was read ahead; the raw position becomes the stream's."""
        ahead = len(self._input) - self._position
        self._input, self._position = b"", 0
        if ahead and self._raw.seekable():
            self._raw.seek(-ahead, 1)

    def seek(self, offset, whence=0, /):
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence value: {whence}")
        with self._lock:
            self._check()
            self._flush_output()
            if whence == 1:
                offset -= len(self._input) - self._position
            self._input, self._position = b"", 0
            return self._raw.seek(offset, whence)

    def tell(self):
        with self._lock:
            self._check()
            return self._raw.tell() - (len(self._input) - self._position) + len(self._output)

    def truncate(self, size=None, /):
        with self._lock:
            self.flush()
            if size is None:
                size = self.tell()
            return self._raw.truncate(size)

    # --- Reading
    def _fill(self):
        """Reads the next piece; false at the end. The buffer must be used up."""
        data = self._raw.read(self._size)
        self._input, self._position = data or b"", 0
        return bool(data)

    def _read(self, size):
        self._check()
        self._flush_output()
        if size is None or size < 0:
            rest = self._input[self._position:]
            self._input, self._position = b"", 0
            return rest + (self._raw.readall() or b"")
        pieces, missing = [], size
        while missing:
            piece = self._input[self._position:self._position + missing]
            if piece:
                self._position += len(piece)
                missing -= len(piece)
                pieces.append(piece)
            elif not self._fill():
                break
        return b"".join(pieces) if len(pieces) != 1 else pieces[0]

    def _read1(self, size):
        self._check()
        if size is None or size < 0:
            size = self._size
        if size and self._position == len(self._input):
            self._flush_output()
            self._fill()
        piece = self._input[self._position:self._position + size]
        self._position += len(piece)
        return piece

    def _peek(self):
        self._check()
        if self._position == len(self._input):
            self._flush_output()
            self._fill()
        return self._input[self._position:]

    def _readline(self, size):
        if size is None:
            size = -1
        self._check()
        pieces = []
        while size != 0:
            if self._position == len(self._input):
                self._flush_output()
                if not self._fill():
                    break
            end = self._input.find(b"\n", self._position)
            stop = len(self._input) if end < 0 else end + 1
            if size > 0:
                stop = min(stop, self._position + size)
                size -= stop - self._position
            pieces.append(self._input[self._position:stop])
            self._position = stop
            if pieces[-1].endswith(b"\n"):
                break
        return b"".join(pieces)

    # --- Writing
    def _write(self, data):
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if self._input:
            self._drop_input()
        view = memoryview(data)
        self._output += view
        if len(self._output) > self._size:
            self._flush_output()
        return view.nbytes


@_static_type
class BufferedReader(_Buffered):
    """A buffer for reading from a raw stream."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if not raw.readable():
            raise UnsupportedOperation("File or stream is not readable.")
        super().__init__(raw, buffer_size)

    def readable(self):
        return self._raw.readable()

    def read(self, size=-1, /):
        if size is not None and size < -1:
            raise ValueError("read length must be non-negative or -1")
        with self._lock:
            return self._read(size)

    def read1(self, size=-1, /):
        with self._lock:
            return self._read1(size)

    def peek(self, size=0, /):
        with self._lock:
            return self._peek()

    def readline(self, size=-1, /):
        with self._lock:
            return self._readline(size)

    def __next__(self):
        if type(self) is BufferedReader:
            with self._lock:
                # A line that is there already; close() leaves no input.
                end = self._input.find(b"\n", self._position) + 1
                if end:
                    line = self._input[self._position:end]
                    self._position = end
                    return line
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data, /):
        raise UnsupportedOperation("write")


@_static_type
class BufferedWriter(_Buffered):
    """A buffer for writing to a raw stream."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if not raw.writable():
            raise UnsupportedOperation("File or stream is not writable.")
        super().__init__(raw, buffer_size)

    def writable(self):
        return self._raw.writable()

    def write(self, data, /):
        with self._lock:
            if self._raw is not None and self._raw.closed:
                raise ValueError("write to closed file")
            return self._write(data)

    def read(self, size=-1, /):
        raise UnsupportedOperation("read")


@_static_type
class BufferedRandom(_Buffered):
    """A buffer for reading from and writing to a raw stream."""

    readable = BufferedReader.readable
    writable = BufferedWriter.writable
    read = BufferedReader.read
    read1 = BufferedReader.read1
    peek = BufferedReader.peek
    readline = BufferedReader.readline
    write = BufferedWriter.write


@_static_type
class BufferedRWPair(_BufferedIOBase):
    """Two raw streams as one: one to read from, one to write to."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        if not reader.readable():
            raise UnsupportedOperation("File or stream is not readable.")
        if not writer.writable():
            raise UnsupportedOperation("File or stream is not writable.")
        self._reader = BufferedReader(reader, buffer_size)
        self._writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self._reader.read(size)

    def read1(self, size=-1, /):
        return self._reader.read1(size)

    def peek(self, size=0, /):
        return self._reader.peek(size)

    def readinto(self, buffer, /):
        return self._reader.readinto(buffer)

    def readinto1(self, buffer, /):
        return self._reader.readinto1(buffer)

    def readline(self, size=-1, /):
        return self._reader.readline(size)

    def write(self, data, /):
        return self._writer.write(data)

    def flush(self):
        self._writer.flush()

    def readable(self):
        return self._reader.readable()

    def writable(self):
        return self._writer.writable()

    def isatty(self):
        return self._writer.isatty() or self._reader.isatty()

    def detach(self):
        self._unsupported("detach")

    @property
    def closed(self):
        return self._writer.closed

    def close(self):
        try:
            self._writer.close()
        finally:
            self._reader.close()


@_static_type
class BytesIO(_memory_streams.BytesBuffer, _BufferedIOBase):
    """A stream of bytes in memory."""

    def readlines(self, size=None, /):
        # Lines that are just so long are enough here; other streams read another one. So it is in CPython.
        if size is None or size <= 0:
            return list(self)
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if total >= size:
                break
        return lines

    def __getstate__(self):
        return self.getvalue(), self.tell(), self.__dict__.copy() or None

    def __setstate__(self, state):
        data, position, attributes = state
        self.__init__(data)
        self.seek(position)
        if attributes:
            self.__dict__.update(attributes)


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


@_static_type
class TextIOWrapper(_text_stream.TextStream, _TextIOBase):
    """Text on top of a buffered stream of bytes."""

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        _check_newline(newline)
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError(f"TextIOWrapper() argument 'encoding' must be str or None, not {type(encoding).__name__}")
        if encoding is None or encoding == "locale":
            encoding = "UTF-8"
        buffer.readable, buffer.writable, buffer.seekable  # what is no stream fails here
        self._buffer = buffer
        self._encoding = encoding
        self._errors = errors or "strict"
        _codecs.lookup(encoding)
        self._line_buffering = bool(line_buffering)
        self._write_through = bool(write_through)
        self._newline = newline
        self._read_universal = not newline
        self._translate = newline is None
        # Lines end with "\n" alone, and no subclass reads them in its own way.
        self._one_mark = (newline is None or newline == "\n") and type(self) is TextIOWrapper
        self._write_newline = None if newline in (None, "", "\n") else newline
        self._can_write = None  # whether the buffer is writable, once known
        self._lock = _thread.RLock()
        self._decoder = None
        self._text = ""          # decoded and not yet given out
        self._position = 0
        self._ended = False
        self._piece = None       # for tell(): the last piece read, the decoder's state before it, how much text was left then
        self._seen_newlines = None
        self._telling = True
        self._has_read = False
        self._mark_written = None  # whether the mark of the byte order is there; None: not known
        self._pending = ""       # written and not yet encoded
        # What tells write() that the file was closed underneath; None: another kind of stream is there, which is asked each time.
        self._may_append = False
        self._file = buffer.raw if type(buffer) in (BufferedWriter, BufferedRandom) and type(buffer.raw) is FileIO else None

    buffer = property(lambda self: self._buffer)
    encoding = property(lambda self: self._encoding)
    errors = property(lambda self: self._errors)
    line_buffering = property(lambda self: self._line_buffering)
    write_through = property(lambda self: self._write_through)
    name = property(lambda self: self._buffer.name)

    @property
    def newlines(self):
        found = self._decoder.newlines if isinstance(self._decoder, IncrementalNewlineDecoder) else None
        return found or self._seen_newlines

    @property
    def closed(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        return self._buffer.closed

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
        name = f" name={self.name!r}" if hasattr(self, "name") else ""
        mode = f" mode={self.mode!r}" if hasattr(self, "mode") else ""
        return f"<_io.TextIOWrapper{name}{mode} encoding={self._encoding!r}>"

    def reconfigure(self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None):
        if self._has_read and (encoding is not None or errors is not None or newline is not ...):
            raise UnsupportedOperation("It is not possible to set the encoding or newline of stream after the first read")
        self._may_append = False
        if encoding is not None:
            _codecs.lookup(encoding)
        self.flush()
        if encoding is not None:
            self._encoding = encoding
            if errors is None:
                self._errors = "strict"
        if errors is not None:
            self._errors = errors
        if newline is not ...:
            _check_newline(newline)
            self._newline = newline
            self._read_universal, self._translate = not newline, newline is None
            self._one_mark = (newline is None or newline == "\n") and type(self) is TextIOWrapper
            self._write_newline = None if newline in (None, "", "\n") else newline
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
        self._text, self._position, self._can_write = "", 0, None
        return buffer

    def close(self):
        _unflushed.pop(id(self), None)
        if self._buffer is not None and not self.closed:
            self._may_append = False
            try:
                self.flush()
            finally:
                with self._lock:
                    self._text, self._position = "", 0
                self._buffer.close()

    def _check(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        if self._buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def flush(self):
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
            if self._text or self._position:
                self._text, self._position, self._decoder = "", 0, None
            if self._write_through or len(self._pending) > DEFAULT_BUFFER_SIZE or (self._line_buffering and (has_line_end or "\r" in text)):
                self._flush_text()
                if self._line_buffering and has_line_end:
                    self._buffer.flush()
            self._may_append = (self._file is not None and self._write_newline is None and not self._line_buffering
                                and not self._write_through)
            return length

    def _make_decoder(self):
        decoder = _codecs.getincrementaldecoder(self._encoding)(self._errors)
        if self._read_universal:
            decoder = IncrementalNewlineDecoder(decoder, self._translate)
        self._decoder = decoder

    def _fill(self):
        """Decodes one more piece behind what is left; false at the end."""
        if self._decoder is None:
            self._make_decoder()
            self._ended = False
        if self._ended:
            return False
        data = self._buffer.read1(DEFAULT_BUFFER_SIZE) if hasattr(self._buffer, "read1") else self._buffer.read(DEFAULT_BUFFER_SIZE)
        self._ended = not data
        self._has_read = True
        self._piece = data, self._decoder.getstate(), len(self._text) - self._position
        text = self._decoder.decode(data, self._ended)
        self._text = self._text[self._position:] + text
        self._position = 0
        return bool(text) or not self._ended

    def _check_readable(self):
        self._check()
        if not self._buffer.readable():
            raise UnsupportedOperation("not readable")
        self._flush_text()

    def read(self, size=-1, /):
        with self._lock:
            self._check_readable()
            if size is None or size < 0:
                if self._decoder is None:
                    self._make_decoder()
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
        with self._lock:
            self._check_readable()
            if size is None:
                size = -1
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
        decoder = _codecs.getincrementaldecoder(self._encoding)(self._errors)
        if self._read_universal:
            decoder = IncrementalNewlineDecoder(decoder, self._translate)
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
        self.__init__("", newline)
        self._restore(text)
        self.seek(position)
        if attributes:
            self.__dict__.update(attributes)


# Files open for writing, by identity: weak references. Nobody counts references here, so a file that a program forgets to close is closed
# only when the collector finds it; what it holds back is written at the latest when the program opens a file, which may be the same.
_unflushed = {}
# The child of a fork writes nothing of what its parent holds back: the parent does.
_posix.register_at_fork(after_in_child=_unflushed.clear)


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
    from _weakref import ref
    _unflushed[id(stream)] = ref(stream)
    return stream


def _not_an_integer(value):
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open file and return a stream."""
    if not isinstance(file, (str, bytes, int)):
        if not hasattr(file, "__fspath__"):
            raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
        file = file.__fspath__()
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
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and errors is not None:
        raise ValueError("binary mode doesn't take an errors argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    if not binary:
        _check_newline(newline)
    raw = FileIO(file, "".join(letter for letter in "axrw+" if letter in letters), closefd, opener)
    stream = raw
    try:
        line_buffering = False
        if buffering == 1 or buffering < 0 and raw.isatty():
            buffering = -1
            line_buffering = True
        if buffering < 0:
            buffering = max(min(getattr(_posix.fstat(raw.fileno()), "st_blksize", 0), 1 << 23), DEFAULT_BUFFER_SIZE)
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
