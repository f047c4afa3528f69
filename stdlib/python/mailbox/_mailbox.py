"""What all mailboxes have in common: a dictionary of messages, and how a message, given in any form, is written into a file.

A mailbox is to be used by one thread at a time.
"""

import contextlib
import email
import email.generator
import email.message
import io
import os
import warnings

from mailbox._files import _native_lines, linesep
from types import GenericAlias


_absent = object()


class Mailbox:
    """A dictionary of messages. What differs between kinds raises NotImplementedError here."""

    _append_newline = False  # whether a message must end with one

    def __init__(self, path, factory=None, create=True):
        self._path = os.path.abspath(os.path.expanduser(path))
        self._factory = factory

    def add(self, message):
        """Add a message, given in any form; return its key."""
        raise NotImplementedError("Method must be implemented by subclass")

    def remove(self, key):
        """Remove a message; KeyError if it is not there."""
        raise NotImplementedError("Method must be implemented by subclass")

    def __delitem__(self, key):
        self.remove(key)

    def discard(self, key):
        """Remove a message, if it is there."""
        try:
            self.remove(key)
        except KeyError:
            pass

    def __setitem__(self, key, message):
        raise NotImplementedError("Method must be implemented by subclass")

    def get(self, key, default=None):
        """A message, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __getitem__(self, key):
        if not self._factory:
            return self.get_message(key)
        with contextlib.closing(self.get_file(key)) as file:
            return self._factory(file)

    def get_message(self, key):
        """A message, as an object of the kind's class."""
        raise NotImplementedError("Method must be implemented by subclass")

    def get_string(self, key):
        """A message as text, of which whatever is not ASCII is encoded."""
        return email.message_from_bytes(self.get_bytes(key)).as_string()

    def get_bytes(self, key):
        """A message as it is stored."""
        raise NotImplementedError("Method must be implemented by subclass")

    def get_file(self, key):
        """A file to read a message from."""
        raise NotImplementedError("Method must be implemented by subclass")

    def iterkeys(self):
        """Iterate over the keys."""
        raise NotImplementedError("Method must be implemented by subclass")

    def keys(self):
        """A list of the keys."""
        return list(self.iterkeys())

    def iteritems(self):
        """Iterate over (key, message), but those that are removed meanwhile."""
        for key in self.iterkeys():
            try:
                message = self[key]
            except KeyError:
                pass
            else:
                yield key, message

    def itervalues(self):
        """Iterate over the messages, but those that are removed meanwhile."""
        for _, message in self.iteritems():
            yield message

    def __iter__(self):
        return self.itervalues()

    def values(self):
        """A list of the messages."""
        return list(self.itervalues())

    def items(self):
        """A list of (key, message)."""
        return list(self.iteritems())

    def __contains__(self, key):
        raise NotImplementedError("Method must be implemented by subclass")

    def __len__(self):
        raise NotImplementedError("Method must be implemented by subclass")

    def clear(self):
        """Remove all messages."""
        for key in self.keys():
            self.discard(key)

    def pop(self, key, default=None):
        """Remove a message and return it, or the default."""
        message = self.get(key, _absent)
        if message is _absent:
            return default
        self.discard(key)
        return message

    def popitem(self):
        """Remove any message; return (key, message)."""
        for key in self.iterkeys():
            return key, self.pop(key)
        raise KeyError("No messages in mailbox")

    def update(self, arg=None):
        """Replace the messages that a mapping, or pairs, name; all keys must be there."""
        if hasattr(arg, "iteritems"):
            pairs = arg.iteritems()
        elif hasattr(arg, "items"):
            pairs = arg.items()
        else:
            pairs = arg
        # What can be replaced is replaced, before the others are complained of.
        unknown = 0
        for key, message in pairs:
            try:
                self[key] = message
            except KeyError:
                unknown += 1
        if unknown:
            raise KeyError("No message with key(s)")

    def flush(self):
        """Write what was changed."""
        raise NotImplementedError("Method must be implemented by subclass")

    def lock(self):
        """Keep other programs out; ExternalClashError if one is in."""
        raise NotImplementedError("Method must be implemented by subclass")

    def unlock(self):
        """Let other programs in."""
        raise NotImplementedError("Method must be implemented by subclass")

    def close(self):
        """Write what was changed, and let go of everything."""
        raise NotImplementedError("Method must be implemented by subclass")

    def _string_to_bytes(self, message):
        try:
            return message.encode("ascii")
        except UnicodeError:
            raise ValueError("String input must be ASCII-only; use bytes or a Message instead")

    def _dump_message(self, message, target, mangle_from_=False):
        """Write a message, given in any form, into a file. mangle_from_: lines that start with "From " get a > before them."""
        if isinstance(message, email.message.Message):
            buffer = io.BytesIO()
            email.generator.BytesGenerator(buffer, mangle_from_, 0).flatten(message)
            data = _native_lines(buffer.getvalue())
            target.write(data)
            if self._append_newline and not data.endswith(linesep):
                target.write(linesep)
            return
        if isinstance(message, io.StringIO):
            warnings.warn("Use of StringIO input is deprecated, use BytesIO instead", DeprecationWarning, 3)
            message = message.getvalue()
        if isinstance(message, str):
            message = self._string_to_bytes(message)
        if isinstance(message, (bytes, bytearray)):
            data = bytes(message)
            if mangle_from_:
                data = data.replace(b"\nFrom ", b"\n>From ")
            data = _native_lines(data)
            target.write(data)
            if self._append_newline and not data.endswith(linesep):
                target.write(linesep)
        elif hasattr(message, "read"):
            if hasattr(message, "buffer"):
                warnings.warn("Use of text mode files is deprecated, use a binary mode file instead", DeprecationWarning, 3)
                message = message.buffer
            line = None
            while text := message.readline():
                line = text
                # Whatever lines end with where it comes from.
                if line.endswith(b"\r\n"):
                    line = line[:-2] + b"\n"
                elif line.endswith(b"\r"):
                    line = line[:-1] + b"\n"
                if mangle_from_ and line.startswith(b"From "):
                    line = b">" + line
                target.write(_native_lines(line))
            if self._append_newline and line and not line.endswith(b"\n"):
                target.write(linesep)
        else:
            raise TypeError("Invalid message type: %s" % type(message))

    __class_getitem__ = classmethod(GenericAlias)
