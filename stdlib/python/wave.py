"""Sound in files of the format WAV, uncompressed."""

import builtins
import struct
import sys
from collections import namedtuple

__all__ = ["open", "Error", "Wave_read", "Wave_write"]

WAVE_FORMAT_PCM = 0x0001
WAVE_FORMAT_EXTENSIBLE = 0xFFFE
# The part of a format that says: plain samples.
KSDATAFORMAT_SUBTYPE_PCM = b"\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x008\x9bq"


class Error(Exception):
    """Something is wrong with a file, or with how it is used."""


_wave_params = namedtuple("_wave_params", "nchannels sampwidth framerate nframes comptype compname")


def _warn_of_marks(name):
    import warnings
    warnings.warn(f"{name!r} is deprecated and slated for removal in Python 3.15", DeprecationWarning, stacklevel=3)


def _byteswap(data, width):
    swapped = bytearray(len(data))
    for i in range(width):
        swapped[i::width] = data[width - 1 - i::width]
    return bytes(swapped)


def _little_endian(data, width):
    """Frames in the order of bytes of a file from those of the machine, or the other way round."""
    return _byteswap(data, width) if width != 1 and sys.byteorder == "big" else data


class _Chunk:
    """A part of a RIFF file: four letters, a length, data."""

    def __init__(self, file):
        head = file.read(8)
        if len(head) < 8:
            raise EOFError
        self.name, self.size = struct.unpack("<4sL", head)
        self.file = file
        self.read_so_far = 0
        try:
            self.offset, self.seekable = file.tell(), True
        except (AttributeError, OSError):
            self.seekable = False

    def read(self, size=-1):
        left = self.size - self.read_so_far
        if left <= 0:
            return b""
        size = left if size < 0 else min(size, left)
        data = self.file.read(size)
        self.read_so_far += len(data)
        if self.read_so_far == self.size and self.size & 1:
            # Data of odd length is followed by a byte.
            self.read_so_far += len(self.file.read(1))
        return data

    def seek(self, position):
        if not self.seekable:
            raise OSError("cannot seek")
        if not 0 <= position <= self.size:
            raise RuntimeError
        self.file.seek(self.offset + position, 0)
        self.read_so_far = position

    def skip(self):
        """Go behind it, reading where the file cannot be moved in."""
        rest = self.size - self.read_so_far
        if self.seekable:
            rest += self.size & 1
            try:
                self.file.seek(rest, 1)
                self.read_so_far += rest
                return
            except OSError:
                pass
        while self.read_so_far < self.size:
            if not self.read(min(8192, self.size - self.read_so_far)):
                raise EOFError


class _Wave:
    """What both kinds have in common: a file, closed at the end if it was opened here."""

    _file = _opened_here = None
    _comptype, _compname = "NONE", "not compressed"

    def __init__(self, f):
        if isinstance(f, str):
            f = self._opened_here = builtins.open(f, self._mode)
        try:
            self.initfp(f)
        except:
            self._close_opened()
            raise

    def _close_opened(self):
        file, self._opened_here = self._opened_here, None
        if file:
            file.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def __del__(self):
        self.close()

    def getcomptype(self):
        """NONE."""
        return self._comptype

    def getcompname(self):
        """not compressed."""
        return self._compname


class Wave_read(_Wave):
    """A file that is read: a name, or an open binary file."""

    _mode = "rb"

    def initfp(self, file):
        self._file, self._convert = file, None
        self._data_chunk, self._framesize = None, 0
        riff = _Chunk(file)
        if riff.name != b"RIFF":
            raise Error("file does not start with RIFF id")
        if riff.read(4) != b"WAVE":
            raise Error("not a WAVE file")
        self._find_data(file)
        if not self._data_chunk:
            raise Error("fmt chunk and/or data chunk missing")
        self._soundpos, self._must_seek = 0, False

    def _find_data(self, file):
        """Go to the first frame; on the way must lie what tells their format."""
        while True:
            try:
                chunk = _Chunk(file)
            except EOFError:
                return
            if chunk.name == b"data":
                if not self._framesize:
                    raise Error("data chunk before fmt chunk")
                self._data_chunk = chunk
                self._nframes = chunk.size // self._framesize
                return
            if chunk.name == b"fmt ":
                self._read_fmt_chunk(chunk)
            chunk.skip()

    def getfp(self):
        return self._file

    def rewind(self):
        """Back to the first frame."""
        self._soundpos, self._must_seek = 0, True

    def close(self):
        """Close the file, if it was opened here."""
        self._file = None
        self._close_opened()

    def tell(self):
        """The number of the next frame."""
        return self._soundpos

    def getnchannels(self):
        """1: mono, 2: stereo."""
        return self._nchannels

    def getnframes(self):
        """The number of frames."""
        return self._nframes

    def getsampwidth(self):
        """The bytes of a sample."""
        return self._sampwidth

    def getframerate(self):
        """The frames in a second."""
        return self._framerate

    def getparams(self):
        """All of these as a named tuple."""
        return _wave_params(self.getnchannels(), self.getsampwidth(), self.getframerate(), self.getnframes(), self.getcomptype(),
                            self.getcompname())

    def getmarkers(self):
        """None: there are no marks."""
        _warn_of_marks("Wave_read.getmarkers")

    def getmark(self, id):
        """Error: there are no marks."""
        _warn_of_marks("Wave_read.getmark")
        raise Error("no marks")

    def setpos(self, pos):
        """Go to a frame."""
        if not 0 <= pos <= self._nframes:
            raise Error("position not in range")
        self._soundpos, self._must_seek = pos, True

    def readframes(self, nframes):
        """Up to nframes frames as bytes."""
        if self._must_seek:
            self._data_chunk.seek(self._soundpos * self._framesize)
            self._must_seek = False
        if nframes == 0:
            return b""
        data = self._data_chunk.read(nframes * self._framesize)
        self._soundpos += len(data) // self._framesize
        return _little_endian(data, self._sampwidth)

    def _read_fmt_chunk(self, chunk):
        try:
            tag, self._nchannels, self._framerate, _, _ = struct.unpack_from("<HHLLH", chunk.read(14))
        except struct.error:
            raise EOFError from None
        if tag not in (WAVE_FORMAT_PCM, WAVE_FORMAT_EXTENSIBLE):
            raise Error("unknown format: %r" % (tag,))
        try:
            bits = struct.unpack_from("<H", chunk.read(2))[0]
        except struct.error:
            raise EOFError from None
        if tag == WAVE_FORMAT_EXTENSIBLE:
            try:
                _, _, _ = struct.unpack_from("<HHL", chunk.read(8))
                subformat = chunk.read(16)
                if len(subformat) < 16:
                    raise EOFError
            except struct.error:
                raise EOFError from None
            if subformat != KSDATAFORMAT_SUBTYPE_PCM:
                raise Error("unknown extended format: %r" % (subformat,))
        self._sampwidth = (bits + 7) // 8
        if not self._sampwidth:
            raise Error("bad sample width")
        if not self._nchannels:
            raise Error("bad # of channels")
        self._framesize = self._nchannels * self._sampwidth


# What is said of a parameter that nobody has set: to those who ask for it, and when frames are to be written.
_UNSET = {
    "_nchannels": ("number of channels not set", "# channels not specified"),
    "_sampwidth": ("sample width not set", "sample width not specified"),
    "_framerate": ("frame rate not set", "sampling rate not specified"),
}


class Wave_write(_Wave):
    """A file that is written. Channels, width and rate must be set before the first frames."""

    _mode = "wb"

    def initfp(self, file):
        self._file = file
        self._nchannels = self._sampwidth = self._framerate = self._nframes = 0
        # What was written, and what the header says of it.
        self._nframeswritten = self._datawritten = self._datalength = 0
        self._headerwritten = False

    def _set(self, name, value, is_right, complaint):
        if not is_right:
            raise Error(complaint)
        setattr(self, name, value)

    def _get(self, name):
        value = getattr(self, name)
        if not value:
            raise Error(_UNSET[name][0])
        return value

    def _check_not_started(self):
        if self._datawritten:
            raise Error("cannot change parameters after starting to write")

    def setnchannels(self, nchannels):
        self._check_not_started()
        self._set("_nchannels", nchannels, nchannels >= 1, "bad # of channels")

    def getnchannels(self):
        return self._get("_nchannels")

    def setsampwidth(self, sampwidth):
        self._check_not_started()
        self._set("_sampwidth", sampwidth, 1 <= sampwidth <= 4, "bad sample width")

    def getsampwidth(self):
        return self._get("_sampwidth")

    def setframerate(self, framerate):
        self._check_not_started()
        self._set("_framerate", int(round(framerate)), framerate > 0, "bad frame rate")

    def getframerate(self):
        return self._get("_framerate")

    def setnframes(self, nframes):
        self._check_not_started()
        self._nframes = nframes

    def getnframes(self):
        return self._nframeswritten

    def setcomptype(self, comptype, compname):
        self._check_not_started()
        self._set("_comptype", comptype, comptype == "NONE", "unsupported compression type")
        self._compname = compname

    def setparams(self, params):
        """Set all at once, as getparams() gives them."""
        nchannels, sampwidth, framerate, nframes, comptype, compname = params
        self._check_not_started()
        self.setnchannels(nchannels)
        self.setsampwidth(sampwidth)
        self.setframerate(framerate)
        self.setnframes(nframes)
        self.setcomptype(comptype, compname)

    def getparams(self):
        if not self._nchannels or not self._sampwidth or not self._framerate:
            raise Error("not all parameters set")
        return _wave_params(self._nchannels, self._sampwidth, self._framerate, self._nframes, self._comptype, self._compname)

    def setmark(self, id, pos, name):
        """Error: there are no marks."""
        _warn_of_marks("Wave_write.setmark")
        raise Error("setmark() not supported")

    def getmark(self, id):
        """Error: there are no marks."""
        _warn_of_marks("Wave_write.getmark")
        raise Error("no marks")

    def getmarkers(self):
        """None: there are no marks."""
        _warn_of_marks("Wave_write.getmarkers")

    def tell(self):
        return self._nframeswritten

    def writeframesraw(self, data):
        """Write frames; the header stays as it is."""
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).cast("B")
        self._ensure_header_written(len(data))
        nframes = len(data) // (self._sampwidth * self._nchannels)
        self._file.write(_little_endian(data, self._sampwidth))
        self._nframeswritten += nframes
        self._datawritten += len(data)

    def writeframes(self, data):
        """Write frames, and see to it that the header counts them."""
        self.writeframesraw(data)
        self._patchheader()

    def close(self):
        """Complete the header and close the file, if it was opened here."""
        try:
            if self._file:
                self._ensure_header_written(0)
                self._patchheader()
                self._file.flush()
        finally:
            self._file = None
            self._close_opened()

    def _ensure_header_written(self, datasize):
        if not self._headerwritten:
            for name, (_, complaint) in _UNSET.items():
                if not getattr(self, name):
                    raise Error(complaint)
            self._write_header(datasize)

    def _write_header(self, initlength):
        frame = self._nchannels * self._sampwidth
        if not self._nframes:
            self._nframes = initlength // frame
        self._datalength = self._nframes * frame
        self._file.write(b"RIFF")
        try:
            # Where the header can be completed, if the file can be moved in.
            self._start = self._file.tell()
        except (AttributeError, OSError):
            self._start = None
        self._file.write(struct.pack("<L4s4sLHHLLHH4sL", _HEADER + self._datalength, b"WAVE", b"fmt ", 16, WAVE_FORMAT_PCM, self._nchannels,
                                     self._framerate, frame * self._framerate, frame, self._sampwidth * 8, b"data", self._datalength))
        self._headerwritten = True

    def _patchheader(self):
        """See to it that the header tells how much was written."""
        if self._datawritten != self._datalength:
            end = self._file.tell()
            for place, length in (self._start, _HEADER + self._datawritten), (self._start + _HEADER, self._datawritten):
                self._file.seek(place)
                self._file.write(struct.pack("<L", length))
            self._file.seek(end)
            self._datalength = self._datawritten


# The bytes between the length of the whole and the length of the data.
_HEADER = 36


def open(f, mode=None):
    """A Wave_read ('rb') or a Wave_write ('wb') of a file."""
    if mode is None:
        mode = f.mode if hasattr(f, "mode") else "rb"
    if mode in ("r", "rb"):
        return Wave_read(f)
    if mode in ("w", "wb"):
        return Wave_write(f)
    raise Error("mode must be 'r', 'rb', 'w', or 'wb'")
