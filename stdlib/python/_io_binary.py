"""The streams of bytes: their bases, files, buffers on top of them, bytes in memory. _io adds text and open().

What runs once a call is native (_file_stream, _buffered_stream, _memory_streams); here is what fills the buffers and empties them. A stream keeps
its buffers under a lock, so that threads may share it.
"""

import posix as _posix
import _buffered_stream
import _file_stream
import _memory_streams
import _thread
from _static_type import static_type as _static_type

# The classes say that they belong to the module which scripts know.
__name__ = "_io"

DEFAULT_BUFFER_SIZE = 8192
BlockingIOError = BlockingIOError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    """The stream cannot do this."""


UnsupportedOperation.__module__ = "io"


def _size_argument(size):
    """A size to read: an int, or None for all."""
    if size is None:
        return -1
    if not isinstance(size, int):
        if not hasattr(size, "__index__"):
            raise TypeError(f"argument should be integer or None, not '{type(size).__name__}'")
        size = size.__index__()
    return size


def _index_argument(size):
    if not isinstance(size, int):
        if not hasattr(size, "__index__"):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer")
        size = size.__index__()
    return size


def _not_pickled(self, protocol=0, /):
    raise TypeError(f"cannot pickle '{type(self).__name__}' instances")


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
        size = _size_argument(size)
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
        return self._store(buffer, self.read)

    def readinto1(self, buffer, /):
        return self._store(buffer, self.read1)

    def _store(self, buffer, read):
        """Puts what a method gives into a buffer; how many bytes."""
        with memoryview(buffer) as given, given.cast("B") as view:
            data = read(len(view))
            if not isinstance(data, bytes):
                raise TypeError("read() should return bytes")
            if len(data) > len(view):
                raise ValueError(f"read() returned too much data: {len(view)} bytes requested, {len(data)} returned")
            view[:len(data)] = data
            return len(data)


@_static_type
class FileIO(_file_stream.File, _RawIOBase):
    """A file descriptor as a stream of bytes, without a buffer."""

    _gives_bytes = True  # to a buffer on top of it: read() serves it better than readinto()
    _close_stream = _IOBase.close
    __reduce__ = __reduce_ex__ = _not_pickled


# Files open for writing, by identity: weak references. Nobody counts references here, so a file that a program forgets to close is closed
# only when the collector finds it; what it holds back is written at the latest when the program opens a file, which may be the same.
_unflushed = _file_stream.unflushed
# The child of a fork writes nothing of what its parent holds back: the parent does.
_posix.register_at_fork(after_in_child=_unflushed.clear)


class _Buffered(_BufferedIOBase):
    """What the buffers share. Their native bases keep the buffers; see there."""

    def _check(self, what=None):
        """ValueError unless there is a raw stream; `what` also wants it open, or something read ahead."""
        if self._raw is None:
            raise ValueError("raw stream has been detached" if self._size else "I/O operation on uninitialized object")
        if what is not None and self._raw.closed and self._position >= len(self._input):
            raise ValueError(what + " closed file")

    @property
    def raw(self):
        self._check()
        return self._raw

    def _check_enter(self):
        self._check_closed()
        return self

    @property
    def name(self):
        self._check()
        return self._raw.name

    @property
    def mode(self):
        self._check()
        return self._raw.mode

    def __repr__(self):
        kind = type(self)
        shown = f"_io.{kind.__name__}" if kind.__module__ == "_io" else kind.__name__
        try:
            return f"<{shown} name={self.name!r}>"
        except (AttributeError, ValueError):
            return f"<{shown}>"

    __reduce__ = __reduce_ex__ = _not_pickled

    def fileno(self):
        self._check()
        return self._raw.fileno()

    def isatty(self):
        self._check()
        return self._raw.isatty()

    def seekable(self):
        self._check()
        return self._raw.seekable()

    def detach(self):
        self.flush()
        with self._lock:
            raw, self._raw = self._raw, None
            self._is_file = False
            self._input, self._position = b"", 0
        return raw

    def _close(self):
        if _unflushed:
            _unflushed.pop(id(self), None)
        with self._lock:
            if self.closed:
                return
            try:
                self.flush()
            finally:
                self._input, self._position = b"", 0
                self._raw.close()

    def _flush(self):
        with self._lock:
            self._check("flush of")
            self._flush_output()
            self._drop_input()

    def _flush_output(self):
        while self._output:
            del self._output[:self._write_raw(bytes(self._output))]

    def _write_raw(self, data):
        """Writes bytes to the raw stream; how many. BlockingIOError if it would have to wait."""
        raw = self._raw
        count = raw.write(data if self._is_file else memoryview(data))
        if count is None:
            self._raw_position = -1
            raise BlockingIOError(11, "write could not complete without blocking", 0)
        if not 0 <= count <= len(data):
            raise OSError(f"raw write() returned invalid length {count} (should have been between 0 and {len(data)})")
        if self._raw_position >= 0:
            self._raw_position += count
        return count

    def _drop_input(self):
        """Forgets what was read ahead; the raw position becomes the stream's."""
        ahead = len(self._input) - self._position
        self._input, self._position = b"", 0
        if ahead:
            self._raw_position = -1
            self._raw_position = self._raw.seek(-ahead, 1)

    def _seek(self, offset, whence):
        """What is left of seek(): the place is not within what was read ahead."""
        self._check()
        if whence not in (0, 1, 2, _posix.SEEK_DATA, _posix.SEEK_HOLE):
            raise ValueError(f"whence value {whence} unsupported")
        self._check("seek of")
        if not self._raw.seekable():
            raise UnsupportedOperation("File or stream is not seekable.")
        if not isinstance(offset, int):
            if not hasattr(offset, "__index__"):
                raise TypeError(f"'{type(offset).__name__}' object cannot be interpreted as an integer")
            offset = offset.__index__()
        with self._lock:
            self._check("seek of")
            self._flush_output()
            raw, ahead = self._raw, len(self._input) - self._position
            if ahead and whence in (0, 1):
                if self._raw_position < 0:
                    self._raw_position = raw.tell()
                distance = offset - (self._raw_position - ahead if whence == 0 else 0)
                if self._raw_position >= ahead and -self._position <= distance <= ahead:
                    self._position += distance
                    return self._raw_position - ahead + distance
            if whence == 1:
                offset -= ahead
            self._raw_position = -1
            position = raw.seek(offset, whence)
            if position < 0:
                raise OSError(f"Raw stream returned invalid position {position}")
            self._input, self._position = b"", 0
            self._raw_position = position
            return position

    def _tell(self):
        """What is left of tell(): the raw stream must be asked."""
        with self._lock:
            self._check()
            position = self._raw.tell()
            if position < 0:
                raise OSError(f"Raw stream returned invalid position {position}")
            self._raw_position = position
            # Some devices say 0 whatever was read.
            return max(0, position - (len(self._input) - self._position)) + len(self._output)

    def truncate(self, size=None, /):
        """Cut the file at size, or here."""
        with self._lock:
            self._check("truncate of")
            if not self.writable():
                raise UnsupportedOperation("truncate")
            self._flush_output()
            self._drop_input()
            return self._raw.truncate(size)


class _Reading(_Buffered):
    """What of reading the native part does not do: whatever needs the raw stream."""

    def _read_raw(self, size):
        """Up to size bytes; None if the raw stream would have to wait."""
        # Of most raw streams no more is wanted than readinto().
        if self._is_file or "_gives_bytes" in type(self._raw).__dict__:
            data = self._raw.read(size)
        else:
            buffer = bytearray(size)
            with memoryview(buffer) as view:
                count = self._raw.readinto(view)
            if count is None:
                return None
            try:
                count = _index_argument(count)
            except TypeError as error:
                raise OSError("raw readinto() failed") from error
            if not 0 <= count <= size:
                raise OSError(f"raw readinto() returned invalid length {count} (should have been between 0 and {size})")
            data = bytes(buffer if count == size else buffer[:count])
        if data and self._raw_position >= 0:
            self._raw_position += len(data)
        return data

    def _fill(self):
        """Reads the next piece and gives it. REQUIRES: the buffer is used up."""
        data = self._read_raw(self._size)
        self._input, self._position = data or b"", 0
        return data

    def _take(self, size):
        start = self._position
        self._position = end = min(start + size, len(self._input))
        return self._input[start:end]

    def readable(self):
        self._check()
        return self._raw.readable()

    def _read(self, size):
        size = _size_argument(size)
        if size < -1:
            raise ValueError("read length must be non-negative or -1")
        self._check("read of")
        with self._lock:
            self._check("read of")
            if size < 0:
                return self._read_all()
            pieces = []
            if self._position < len(self._input):
                pieces.append(self._take(size))
                size -= len(pieces[0])
            if size:
                self._flush_output()
            while size:
                if size >= self._size:
                    # What is longer than the buffer need not pass through it.
                    data = self._read_raw(size - size % self._size)
                else:
                    data = self._fill() and self._take(size)
                if not data:
                    # The end, or nothing for now.
                    return b"".join(pieces) if pieces or data is not None else None
                pieces.append(data)
                size -= len(data)
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _read_all(self):
        rest = self._take(len(self._input))
        self._flush_output()
        self._input, self._position, self._raw_position = b"", 0, -1
        read_all = getattr(self._raw, "readall", None)
        if read_all is not None:
            data = read_all()
            if data is not None and not isinstance(data, bytes):
                raise TypeError("readall() should return bytes")
            return rest + data if data else rest or data
        pieces = [rest]
        while True:
            data = self._raw.read()
            if data is not None and not isinstance(data, bytes):
                raise TypeError("read() should return bytes")
            if not data:
                return b"".join(pieces) or data
            pieces.append(data)

    def _read1(self, size):
        size = _index_argument(size)
        self._check("read of")
        if size == 0:
            return b""
        with self._lock:
            self._check("read of")
            if size < 0:
                size = self._size
            if self._position < len(self._input):
                return self._take(size)
            self._flush_output()
            self._input, self._position = b"", 0
            return self._read_raw(size) or b""

    def _peek(self, size):
        _index_argument(size)
        self._check("peek of")
        with self._lock:
            self._check("peek of")
            if self._position == len(self._input):
                self._flush_output()
                self._fill()
            return self._input[self._position:]

    def _readline(self, size):
        size = _size_argument(size)
        self._check("readline of")
        with self._lock:
            self._check("readline of")
            pieces = []
            while size != 0:
                if self._position == len(self._input):
                    self._flush_output()
                    if not self._fill():
                        break
                end = self._input.find(b"\n", self._position) + 1
                piece = (end or len(self._input)) - self._position
                if size > 0:
                    piece = min(piece, size)
                    size -= piece
                pieces.append(self._take(piece))
                if end and self._position == end:
                    break
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _readinto(self, buffer):
        return self._read_into(buffer, False)

    def _readinto1(self, buffer):
        return self._read_into(buffer, True)

    def _read_into(self, buffer, once):
        self._check("readinto of")
        with memoryview(buffer) as given, given.cast("B") as view, self._lock:
            self._check("readinto of")
            done = 0
            if self._position < len(self._input):
                data = self._take(len(view))
                done = len(data)
                view[:done] = data
            while done < len(view):
                is_long = len(view) - done > self._size
                if once and done and not is_long:
                    break
                self._flush_output()
                data = self._read_raw(len(view) - done) if is_long else self._fill() and self._take(len(view) - done)
                if not data:
                    return None if data is None and not done else done
                view[done:done + len(data)] = data
                done += len(data)
                if once:
                    break
            return done


@_static_type
class BufferedReader(_buffered_stream.ReadBuffer, _Reading):
    """A buffer for reading from a raw stream."""

    def flush(self):
        """Ask the raw stream to."""
        self._check()
        return self._raw.flush()


class _Writing(_Buffered):
    """What of writing the native part does not do: whatever needs the raw stream."""

    def writable(self):
        self._check()
        return self._raw.writable()

    def _write(self, data):
        self._check()
        with self._lock, memoryview(data) as given:
            if self._raw.closed:
                raise ValueError("write to closed file")
            if self._input:
                self._drop_input()
            data = given.cast("B")
            length, room = len(data), self._size - len(self._output)
            if length <= room:
                self._output += data
                return length
            try:
                self._flush_output()
            except BlockingIOError as error:
                # As much as fits is kept.
                room = self._size - len(self._output)
                self._output += data[:room]
                if length <= room:
                    return length
                raise BlockingIOError(error.errno, "write could not complete without blocking", room) from None
            done = 0
            while length - done > self._size:
                try:
                    # A file is done with the bytes when it has written them; another stream may keep them.
                    done += self._write_raw(data[done:] if self._is_file else bytes(data[done:]))
                except BlockingIOError as error:
                    self._output += data[done:done + self._size]
                    raise BlockingIOError(error.errno, "write could not complete without blocking", done + self._size) from None
            self._output += data[done:]
            return length


@_static_type
class BufferedWriter(_buffered_stream.WriteBuffer, _Writing):
    """A buffer for writing to a raw stream."""


@_static_type
class BufferedRandom(_buffered_stream.RandomBuffer, _Reading, _Writing):
    """A buffer for reading from and writing to a raw stream."""


@_static_type
class BufferedRWPair(_BufferedIOBase):
    """Two raw streams as one: one to read from, one to write to."""

    __reduce__ = __reduce_ex__ = _not_pickled

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
        BytesIO.__init__(self, data)
        self.seek(position)
        if attributes:
            self.__dict__.update(attributes)
