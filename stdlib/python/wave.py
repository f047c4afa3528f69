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


def _byteswap(data, width):
    swapped = bytearray(len(data))
    for i in range(width):
        swapped[i::width] = data[width - 1 - i::width]
    return bytes(swapped)


class _Chunk:
    """A part of a RIFF file: four letters, a length, data."""

    def __init__(self, file):
        self.file = file
        self.name = file.read(4)
        if len(self.name) < 4:
            raise EOFError
        try:
            self.size = struct.unpack_from("<L", file.read(4))[0]
        except struct.error:
            raise EOFError from None
        self.read_so_far = 0
        try:
            self.offset = file.tell()
            self.seekable = True
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
        if self.seekable:
            try:
                length = self.size - self.read_so_far
                if self.size & 1:
                    length += 1
                self.file.seek(length, 1)
                self.read_so_far += length
                return
            except OSError:
                pass
        while self.read_so_far < self.size:
            if not self.read(min(8192, self.size - self.read_so_far)):
                raise EOFError


class Wave_read:
    """A file that is read: a name, or an open binary file."""

    _file = None

    def __init__(self, f):
        self._i_opened_the_file = None
        if isinstance(f, str):
            f = builtins.open(f, "rb")
            self._i_opened_the_file = f
        try:
            self.initfp(f)
        except:
            if self._i_opened_the_file:
                f.close()
            raise

    def initfp(self, file):
        self._convert = None
        self._soundpos = 0
        self._file = file
        riff = _Chunk(file)
        if riff.name != b"RIFF":
            raise Error("file does not start with RIFF id")
        if riff.read(4) != b"WAVE":
            raise Error("not a WAVE file")
        self._fmt_chunk_read = 0
        self._data_chunk = None
        while True:
            self._data_seek_needed = 1
            try:
                chunk = _Chunk(file)
            except EOFError:
                break
            if chunk.name == b"fmt ":
                self._read_fmt_chunk(chunk)
                self._fmt_chunk_read = 1
            elif chunk.name == b"data":
                if not self._fmt_chunk_read:
                    raise Error("data chunk before fmt chunk")
                self._data_chunk = chunk
                self._nframes = chunk.size // self._framesize
                self._data_seek_needed = 0
                break
            chunk.skip()
        if not self._fmt_chunk_read or not self._data_chunk:
            raise Error("fmt chunk and/or data chunk missing")

    def __del__(self):
        self.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def getfp(self):
        return self._file

    def rewind(self):
        """Back to the first frame."""
        self._data_seek_needed = 1
        self._soundpos = 0

    def close(self):
        """Close the file, if it was opened here."""
        self._file = None
        file = self._i_opened_the_file if hasattr(self, "_i_opened_the_file") else None
        if file:
            self._i_opened_the_file = None
            file.close()

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

    def getcomptype(self):
        """NONE."""
        return self._comptype

    def getcompname(self):
        """not compressed."""
        return self._compname

    def getparams(self):
        """All of these as a named tuple."""
        return _wave_params(self.getnchannels(), self.getsampwidth(), self.getframerate(), self.getnframes(), self.getcomptype(),
                            self.getcompname())

    def setpos(self, pos):
        """Go to a frame."""
        if pos < 0 or pos > self._nframes:
            raise Error("position not in range")
        self._soundpos = pos
        self._data_seek_needed = 1

    def readframes(self, nframes):
        """Up to nframes frames as bytes."""
        if self._data_seek_needed:
            self._data_chunk.seek(0)
            position = self._soundpos * self._framesize
            if position:
                self._data_chunk.seek(position)
            self._data_seek_needed = 0
        if nframes == 0:
            return b""
        data = self._data_chunk.read(nframes * self._framesize)
        if self._sampwidth != 1 and sys.byteorder == "big":
            data = _byteswap(data, self._sampwidth)
        self._soundpos += len(data) // (self._nchannels * self._sampwidth)
        return data

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
        self._comptype = "NONE"
        self._compname = "not compressed"


class Wave_write:
    """A file that is written. Channels, width and rate must be set before the first frames."""

    _file = None

    def __init__(self, f):
        self._i_opened_the_file = None
        if isinstance(f, str):
            f = builtins.open(f, "wb")
            self._i_opened_the_file = f
        try:
            self.initfp(f)
        except:
            if self._i_opened_the_file:
                f.close()
            raise

    def initfp(self, file):
        self._file = file
        self._nchannels = 0
        self._sampwidth = 0
        self._framerate = 0
        self._nframes = 0
        self._nframeswritten = 0
        self._datawritten = 0
        self._datalength = 0
        self._headerwritten = False

    def __del__(self):
        self.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def _check_not_started(self):
        if self._datawritten:
            raise Error("cannot change parameters after starting to write")

    def setnchannels(self, nchannels):
        self._check_not_started()
        if nchannels < 1:
            raise Error("bad # of channels")
        self._nchannels = nchannels

    def getnchannels(self):
        if not self._nchannels:
            raise Error("number of channels not set")
        return self._nchannels

    def setsampwidth(self, sampwidth):
        self._check_not_started()
        if sampwidth < 1 or sampwidth > 4:
            raise Error("bad sample width")
        self._sampwidth = sampwidth

    def getsampwidth(self):
        if not self._sampwidth:
            raise Error("sample width not set")
        return self._sampwidth

    def setframerate(self, framerate):
        self._check_not_started()
        if framerate <= 0:
            raise Error("bad frame rate")
        self._framerate = int(round(framerate))

    def getframerate(self):
        if not self._framerate:
            raise Error("frame rate not set")
        return self._framerate

    def setnframes(self, nframes):
        self._check_not_started()
        self._nframes = nframes

    def getnframes(self):
        return self._nframeswritten

    def setcomptype(self, comptype, compname):
        self._check_not_started()
        if comptype not in ("NONE",):
            raise Error("unsupported compression type")
        self._comptype = comptype
        self._compname = compname

    _comptype = "NONE"
    _compname = "not compressed"

    def getcomptype(self):
        return self._comptype

    def getcompname(self):
        return self._compname

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

    def tell(self):
        return self._nframeswritten

    def writeframesraw(self, data):
        """Write frames; the header stays as it is."""
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).cast("B")
        self._ensure_header_written(len(data))
        nframes = len(data) // (self._sampwidth * self._nchannels)
        if self._sampwidth != 1 and sys.byteorder == "big":
            data = _byteswap(data, self._sampwidth)
        self._file.write(data)
        self._datawritten += len(data)
        self._nframeswritten += nframes

    def writeframes(self, data):
        """Write frames, and see to it that the header counts them."""
        self.writeframesraw(data)
        if self._datalength != self._datawritten:
            self._patchheader()

    def close(self):
        """Complete the header and close the file, if it was opened here."""
        try:
            if self._file:
                self._ensure_header_written(0)
                if self._datalength != self._datawritten:
                    self._patchheader()
                self._file.flush()
                self._file = None
        finally:
            file = self._i_opened_the_file if hasattr(self, "_i_opened_the_file") else None
            if file:
                self._i_opened_the_file = None
                file.close()

    def _ensure_header_written(self, datasize):
        if self._headerwritten:
            return
        if not self._nchannels:
            raise Error("# channels not specified")
        if not self._sampwidth:
            raise Error("sample width not specified")
        if not self._framerate:
            raise Error("sampling rate not specified")
        self._write_header(datasize)

    def _write_header(self, initlength):
        assert not self._headerwritten
        self._file.write(b"RIFF")
        if not self._nframes:
            self._nframes = initlength // (self._nchannels * self._sampwidth)
        self._datalength = self._nframes * self._nchannels * self._sampwidth
        try:
            self._form_length_pos = self._file.tell()
        except (AttributeError, OSError):
            self._form_length_pos = None
        self._file.write(struct.pack("<L4s4sLHHLLHH4s", 36 + self._datalength, b"WAVE", b"fmt ", 16, WAVE_FORMAT_PCM, self._nchannels,
                                     self._framerate, self._nchannels * self._framerate * self._sampwidth,
                                     self._nchannels * self._sampwidth, self._sampwidth * 8, b"data"))
        if self._form_length_pos is not None:
            self._data_length_pos = self._file.tell()
        self._file.write(struct.pack("<L", self._datalength))
        self._headerwritten = True

    def _patchheader(self):
        assert self._headerwritten
        if self._datawritten == self._datalength:
            return
        position = self._file.tell()
        self._file.seek(self._form_length_pos, 0)
        self._file.write(struct.pack("<L", 36 + self._datawritten))
        self._file.seek(self._data_length_pos, 0)
        self._file.write(struct.pack("<L", self._datawritten))
        self._file.seek(position, 0)
        self._datalength = self._datawritten


def open(f, mode=None):
    """A Wave_read ('rb') or a Wave_write ('wb') of a file."""
    if mode is None:
        mode = f.mode if hasattr(f, "mode") else "rb"
    if mode in ("r", "rb"):
        return Wave_read(f)
    if mode in ("w", "wb"):
        return Wave_write(f)
    raise Error("mode must be 'r', 'rb', 'w', or 'wb'")
