"""Mailboxes that are one file: mbox, MMDF and Babyl. What was removed or replaced is gone when flush() wrote the file anew.

A mailbox is to be used by one thread at a time, and to be locked before it is changed, if other programs use it.
"""

import contextlib
import email
import email.generator
import email.message
import errno
import io
import os
import time
import warnings

from mailbox._files import (_create_temporary, _lock_file, _native_lines, _PartialFile, _plain_lines, _sync_close, _sync_flush,
                            _unlock_file, ExternalClashError, linesep, NoSuchMailboxError)
from mailbox._mailbox import Mailbox
from mailbox._messages import _mboxMMDFMessage, BabylMessage, mboxMessage, MMDFMessage


class _singlefileMailbox(Mailbox):
    """A file with messages one after another. Keys are numbers. Removed messages stay in the file until it is written anew."""

    def __init__(self, path, factory=None, create=True):
        super().__init__(path, factory, create)
        self._file = self._opened(create)
        self._toc = None  # key: (start, stop)
        self._next_key = 0
        self._pending = False  # whether the file must be written anew
        self._pending_sync = False  # whether something was added, which needs no more than to reach the disk
        self._locked = False
        self._file_length = None  # what it was when it was read last

    def _opened(self, create):
        try:
            return open(self._path, "rb+")
        except OSError as error:
            match error.errno:
                case errno.ENOENT if create:
                    return open(self._path, "wb+")
                case errno.ENOENT:
                    raise NoSuchMailboxError(self._path)
                case errno.EACCES | errno.EROFS:
                    return open(self._path, "rb")
            raise

    def add(self, message):
        """Add a message, given in any form; return its key."""
        self._lookup()
        key = self._next_key
        self._toc[key] = self._append_message(message)
        self._next_key = key + 1
        self._pending_sync = True
        return key

    def remove(self, key):
        """Remove a message; KeyError if it is not there."""
        self._lookup(key)
        del self._toc[key]
        self._pending = True

    def __setitem__(self, key, message):
        self._lookup(key)
        self._toc[key] = self._append_message(message)
        self._pending = True

    def iterkeys(self):
        """Iterate over the keys."""
        self._lookup()
        yield from self._toc

    def __contains__(self, key):
        self._lookup()
        return key in self._toc

    def __len__(self):
        self._lookup()
        return len(self._toc)

    def lock(self):
        """Keep other programs out; ExternalClashError if one is in."""
        if not self._locked:
            _lock_file(self._file)
            self._locked = True

    def unlock(self):
        """Let other programs in."""
        if self._locked:
            _unlock_file(self._file)
            self._locked = False

    def flush(self):
        """Write what was changed: the file is replaced by a new one."""
        if self._pending:
            self._write_anew()
        elif self._pending_sync:
            _sync_flush(self._file)
            self._pending_sync = False

    def _write_anew(self):
        # Another program may have added messages, which would be lost.
        length = self._file.seek(0, os.SEEK_END)
        if length != self._file_length:
            raise ExternalClashError(f"Size of mailbox file changed (expected {self._file_length}, found {length})")
        new_file = _create_temporary(self._path)
        try:
            self._pre_mailbox_hook(new_file)
            new_toc = {key: self._copy_message(key, new_file) for key in sorted(self._toc)}
            self._file_length = new_file.tell()
        except:
            new_file.close()
            os.remove(new_file.name)
            raise
        _sync_close(new_file)
        self._file.close()
        # Whose it is, and who may read it, stays as it was.
        status = os.stat(self._path)
        os.chmod(new_file.name, status.st_mode)
        with contextlib.suppress(AttributeError, OSError):
            os.chown(new_file.name, status.st_uid, status.st_gid)
        os.rename(new_file.name, self._path)
        self._file, self._toc = open(self._path, "rb+"), new_toc
        self._pending = self._pending_sync = False
        if self._locked:
            _lock_file(self._file, dotlock=False)

    def _copy_message(self, key, target):
        """Where a message starts and stops in a new file, into which it is copied."""
        start, stop = self._toc[key]
        self._pre_message_hook(target)
        new_start = target.tell()
        self._file.seek(start)
        while piece := self._file.read(min(4096, stop - self._file.tell())):
            target.write(piece)
        new_stop = target.tell()
        self._post_message_hook(target)
        return new_start, new_stop

    def _pre_mailbox_hook(self, f):
        """Write what stands before the first message."""

    def _pre_message_hook(self, f):
        """Write what stands before each message."""

    def _post_message_hook(self, f):
        """Write what stands behind each message."""

    def close(self):
        """Write what was changed, and let go of the file."""
        try:
            try:
                self.flush()
            finally:
                self.unlock()
        finally:
            self._file.close()

    def _lookup(self, key=None):
        """Where a message starts and stops; without a key: read the file, if that was not done yet."""
        if self._toc is None:
            self._generate_toc()
        if key is None:
            return None
        if key in self._toc:
            return self._toc[key]
        raise KeyError(f"No message with key: {key}")

    def _append_message(self, message):
        """Write a message at the end of the file; where it starts and stops."""
        file = self._file
        end = file.seek(0, os.SEEK_END)
        if not (self._toc or self._pending):
            self._pre_mailbox_hook(file)
        try:
            self._pre_message_hook(file)
            place = self._install_message(message)
            self._post_message_hook(file)
        except BaseException:
            # No half of a message stays.
            file.truncate(end)
            raise
        file.flush()
        self._file_length = file.tell()
        return place


class _mboxMMDF(_singlefileMailbox):
    """Messages with a line "From " before each."""

    _mangle_from_ = True

    def get_message(self, key):
        """A message, as an object of the kind's class."""
        stop = self._go_to(key, True)
        from_line = self._file.readline().replace(linesep, b"").decode("ascii")
        message = self._message_factory(_plain_lines(self._file.read(stop - self._file.tell())))
        message.set_unixfrom(from_line)
        message.set_from(from_line[5:])
        return message

    def get_string(self, key, from_=False):
        """A message as text; from_: with the line before it."""
        return email.message_from_bytes(self.get_bytes(key, from_)).as_string(unixfrom=from_)

    def _go_to(self, key, from_):
        """Where a message stops; the file is at its start, or at the line before it."""
        start, stop = self._lookup(key)
        self._file.seek(start)
        if not from_:
            self._file.readline()
        return stop

    def get_bytes(self, key, from_=False):
        """A message as it is stored; from_: with the line before it."""
        stop = self._go_to(key, from_)
        return _plain_lines(self._file.read(stop - self._file.tell()))

    def get_file(self, key, from_=False):
        """A file to read a message from; from_: with the line before it."""
        stop = self._go_to(key, from_)
        return _PartialFile(self._file, self._file.tell(), stop)

    def _install_message(self, message):
        from_line = None
        if isinstance(message, str):
            message = self._string_to_bytes(message)
        if isinstance(message, bytes) and message.startswith(b"From "):
            from_line, newline, rest = message.partition(b"\n")
            message = rest if newline else b""
        elif isinstance(message, _mboxMMDFMessage):
            from_line = b"From " + message.get_from().encode("ascii")
        elif isinstance(message, email.message.Message):
            from_line = message.get_unixfrom()
            if from_line is not None:
                from_line = from_line.encode("ascii")
        if from_line is None:
            from_line = b"From MAILER-DAEMON " + time.asctime(time.gmtime()).encode("ascii")
        start = self._file.tell()
        self._file.write(from_line + linesep)
        self._dump_message(message, self._file, self._mangle_from_)
        return start, self._file.tell()


class mbox(_mboxMMDF):
    """A file in which a line "From " starts a message, and an empty line ends it."""

    # Else the next line "From " would not stand at the start of a line.
    _append_newline = True
    _message_factory = mboxMessage

    def _post_message_hook(self, f):
        f.write(linesep)

    def _generate_toc(self):
        starts, stops = [], []
        was_empty = False
        self._file.seek(0)
        while True:
            position = self._file.tell()
            line = self._file.readline()
            if line.startswith(b"From ") or not line:
                if len(stops) < len(starts):
                    # The empty line belongs to the file, not to the message.
                    stops.append(position - len(linesep) if was_empty else position)
                if not line:
                    break
                starts.append(position)
                was_empty = False
            else:
                was_empty = line == linesep
        self._toc = dict(enumerate(zip(starts, stops)))
        self._next_key = len(self._toc)
        self._file_length = self._file.tell()


class MMDF(_mboxMMDF):
    """A file in which lines of four ^A stand before and behind each message."""

    _message_factory = MMDFMessage

    def _pre_message_hook(self, f):
        f.write(b"\001\001\001\001" + linesep)

    def _post_message_hook(self, f):
        f.write(linesep + b"\001\001\001\001" + linesep)

    def _generate_toc(self):
        starts, stops = [], []
        mark = b"\001\001\001\001"
        self._file.seek(0)
        while line := self._file.readline():
            if not line.startswith(mark + linesep):
                continue
            starts.append(self._file.tell())
            while True:
                position = self._file.tell()
                line = self._file.readline()
                if not line:
                    stops.append(position)
                    break
                if line == mark + linesep:
                    stops.append(position - len(linesep))
                    break
        self._toc = dict(enumerate(zip(starts, stops)))
        self._next_key = len(self._toc)
        self._file.seek(0, 2)
        self._file_length = self._file.tell()


class Babyl(_singlefileMailbox):
    """The file of Emacs's Rmail: messages with labels, and with the headers to be shown beside those that they came with."""

    _special_labels = frozenset({"unseen", "deleted", "filed", "answered", "forwarded", "edited", "resent"})

    def __init__(self, path, factory=None, create=True):
        super().__init__(path, factory, create)
        self._labels = {}

    def add(self, message):
        """Add a message, given in any form; return its key."""
        key = super().add(message)
        self._note_labels(key, message)
        return key

    def remove(self, key):
        """Remove a message; KeyError if it is not there."""
        super().remove(key)
        self._labels.pop(key, None)

    def __setitem__(self, key, message):
        super().__setitem__(key, message)
        self._note_labels(key, message)

    def _note_labels(self, key, message):
        if isinstance(message, BabylMessage):
            self._labels[key] = message.get_labels()

    def _read_headers(self):
        """Read up to and without an empty line or the line before the headers to be shown."""
        lines = []
        while (line := self._file.readline()) and line != b"*** EOOH ***" + linesep:
            lines.append(_plain_lines(line))
        return b"".join(lines)

    def _read_shown_headers(self):
        lines = []
        while (line := self._file.readline()) and line != linesep:
            lines.append(_plain_lines(line))
        return b"".join(lines)

    def _parts(self, key):
        """(headers with the empty line behind them, headers to be shown, body)."""
        start, stop = self._lookup(key)
        self._file.seek(start)
        self._file.readline()  # the labels
        headers, shown = self._read_headers(), self._read_shown_headers()
        count = stop - self._file.tell()
        assert count >= 0
        return headers, shown, _plain_lines(self._file.read(count))

    def get_message(self, key):
        """A message, as a BabylMessage."""
        headers, shown, body = self._parts(key)
        message = BabylMessage(headers + body)
        message.set_visible(shown)
        if key in self._labels:
            message.set_labels(self._labels[key])
        return message

    def get_bytes(self, key):
        """A message as it came."""
        headers, _, body = self._parts(key)
        return headers + body

    def get_file(self, key):
        """A file to read a message from."""
        return io.BytesIO(_native_lines(self.get_bytes(key)))

    def get_labels(self):
        """The labels that users made."""
        self._lookup()
        return list(set().union(*self._labels.values()) - self._special_labels)

    def _generate_toc(self):
        starts, stops, all_labels = [], [], []
        self._file.seek(0)
        next_position = 0
        while True:
            position = next_position
            line = self._file.readline()
            next_position = self._file.tell()
            ends = line in (b"\037\014" + linesep, b"\037", b"\037" + linesep, b"")
            if ends and len(stops) < len(starts):
                stops.append(position - len(linesep))
            if not line:
                break
            if line == b"\037\014" + linesep:
                starts.append(next_position)
                labels = self._file.readline()[1:].split(b",")
                all_labels.append([label.strip().decode("ascii") for label in labels if label.strip()])
        self._toc = dict(enumerate(zip(starts, stops)))
        self._labels = dict(enumerate(all_labels))
        self._next_key = len(self._toc)
        self._file.seek(0, 2)
        self._file_length = self._file.tell()

    def _pre_mailbox_hook(self, f):
        labels = ",".join(self.get_labels()).encode("ascii")
        f.write(linesep.join((b"BABYL OPTIONS:", b"Version: 5", b"Labels:" + labels, b"\037")))

    def _pre_message_hook(self, f):
        f.write(b"\014" + linesep)

    def _post_message_hook(self, f):
        f.write(linesep + b"\037")

    def _install_message(self, message):
        start = self._file.tell()
        special, own = [], []
        if isinstance(message, BabylMessage):
            for label in message.get_labels():
                (special if label in self._special_labels else own).append(label.encode("ascii"))
        self._file.write(b"1" + b"".join(b", " + label for label in special) + b",," + b",".join(b" " + label for label in own) +
                         (b"," if own else b"") + linesep)
        if isinstance(message, email.message.Message):
            headers, body = self._split(self._flattened(message))
            shown = self._split(self._flattened(message.get_visible()))[0] if isinstance(message, BabylMessage) else headers
        else:
            if isinstance(message, io.StringIO):
                warnings.warn("Use of StringIO input is deprecated, use BytesIO instead", DeprecationWarning, 3)
                message = message.getvalue()
            if isinstance(message, str):
                message = self._string_to_bytes(message)
            if isinstance(message, (bytes, bytearray)):
                headers, body = self._split(bytes(message))
                shown = headers
                if headers is None:
                    # Taken for a body.
                    headers, shown = b"", b"\n"
            elif hasattr(message, "readline"):
                if hasattr(message, "buffer"):
                    warnings.warn("Use of text mode files is deprecated, use a binary mode file instead", DeprecationWarning, 3)
                    message = message.buffer
                headers, body = self._split(message.read().replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
                if headers is None:
                    headers, body = body, b""
                shown = headers
            else:
                raise TypeError("Invalid message type: %s" % type(message))
        self._file.write(_native_lines(headers) + b"*** EOOH ***" + linesep + _native_lines(shown) + _native_lines(body))
        return start, self._file.tell()

    @staticmethod
    def _flattened(message):
        buffer = io.BytesIO()
        email.generator.BytesGenerator(buffer, False, 0).flatten(message)
        return buffer.getvalue()

    @staticmethod
    def _split(data):
        """(headers with the empty line behind them, body); (None, data) without an empty line."""
        if data.startswith(b"\n"):
            return b"\n", data[1:]
        end = data.find(b"\n\n")
        return (data[:end + 2], data[end + 2:]) if end >= 0 else (None, data)
