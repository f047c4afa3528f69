"""Mailboxes that are folders, with a file for each message: Maildir and MH. Changes take effect at once.

A mailbox is to be used by one thread at a time; a Maildir may be changed by several at once, each with an object of its own.
"""

import contextlib
import os
import socket
import time

from mailbox._files import (_create_carefully, _lock_file, _plain_lines, _ProxyFile, _sync_close, _sync_flush, _unlock_file,
                            ExternalClashError, FormatError, NoSuchMailboxError, NotEmptyError)
from mailbox._mailbox import Mailbox
from mailbox._messages import MaildirMessage, MHMessage


class Maildir(Mailbox):
    """A folder with the folders tmp, new and cur, and a file for each message: NAME:2,FLAGS. Keys are the names."""

    colon = ":"
    _count = 1

    def __init__(self, dirname, factory=None, create=True):
        Mailbox.__init__(self, dirname, factory, create)
        self._paths = {name: os.path.join(self._path, name) for name in ("tmp", "new", "cur")}
        if not os.path.exists(self._path):
            if not create:
                raise NoSuchMailboxError(self._path)
            os.mkdir(self._path, 0o700)
            for path in self._paths.values():
                os.mkdir(path, 0o700)
        self._toc = {}  # key: path below the folder
        self._toc_mtimes = {"cur": 0, "new": 0}
        self._last_read = 0
        self._skewfactor = 0.1  # seconds by which clocks, and times of files, may differ

    def add(self, message):
        """Add a message, given in any form; return its key."""
        file = self._create_tmp()
        try:
            self._dump_message(message, file)
        except BaseException:
            file.close()
            os.remove(file.name)
            raise
        _sync_close(file)
        subdir, suffix = "new", ""
        if isinstance(message, MaildirMessage):
            subdir = message.get_subdir()
            suffix = self.colon + message.get_info()
            if suffix == self.colon:
                suffix = ""
        key = os.path.basename(file.name).split(self.colon)[0]
        target = os.path.join(self._path, subdir, key + suffix)
        if isinstance(message, MaildirMessage):
            os.utime(file.name, (os.path.getatime(file.name), message.get_date()))
        try:
            self._put_in_place(file.name, target)
        except FileExistsError:
            os.remove(file.name)
            raise ExternalClashError("Name clash with existing message: %s" % target)
        except OSError:
            os.remove(file.name)
            raise
        return key

    @staticmethod
    def _put_in_place(source, target):
        # A link, unlike a new name, does not replace what is there; but not all file systems have links.
        try:
            os.link(source, target)
        except (AttributeError, PermissionError):
            os.rename(source, target)
        else:
            os.remove(source)

    def remove(self, key):
        """Remove a message; KeyError if it is not there."""
        os.remove(self._file_of(key))

    def discard(self, key):
        """Remove a message, if it is there."""
        try:
            self.remove(key)
        except (KeyError, FileNotFoundError):
            pass

    def __setitem__(self, key, message):
        old_subpath = self._lookup(key)
        temporary_key = self.add(message)
        temporary_subpath = self._lookup(temporary_key)
        if isinstance(message, MaildirMessage):
            # What the new one says of itself counts.
            dominant = temporary_subpath
        else:
            dominant = old_subpath
        subdir = os.path.dirname(dominant)
        suffix = self.colon + dominant.split(self.colon)[-1] if self.colon in dominant else ""
        self.discard(key)
        temporary = os.path.join(self._path, temporary_subpath)
        new = os.path.join(self._path, subdir, key + suffix)
        if isinstance(message, MaildirMessage):
            os.utime(temporary, (os.path.getatime(temporary), message.get_date()))
        os.rename(temporary, new)

    def get_message(self, key):
        """A message, as a MaildirMessage, or what the factory makes."""
        subpath = self._lookup(key)
        with open(os.path.join(self._path, subpath), "rb") as file:
            message = self._factory(file) if self._factory else MaildirMessage(file)
        subdir, name = os.path.split(subpath)
        message.set_subdir(subdir)
        if self.colon in name:
            message.set_info(name.split(self.colon)[-1])
        message.set_date(os.path.getmtime(os.path.join(self._path, subpath)))
        return message

    def get_bytes(self, key):
        """A message as it is stored."""
        with open(self._file_of(key), "rb") as file:
            return _plain_lines(file.read())

    def get_file(self, key):
        """A file to read a message from."""
        return _ProxyFile(open(self._file_of(key), "rb"))

    def get_info(self, key):
        """What the name of the file tells behind the colon."""
        subpath = self._lookup(key)
        return subpath.split(self.colon)[-1] if self.colon in subpath else ""

    def set_info(self, key, info: str):
        """Change what the name of the file tells behind the colon."""
        if not isinstance(info, str):
            raise TypeError(f"info must be a string: {type(info)}")
        old = self._lookup(key)
        new = old.split(self.colon)[0] + (self.colon + info if info else "")
        if new == old:
            return
        os.rename(os.path.join(self._path, old), os.path.join(self._path, new))
        self._toc[key] = new

    def get_flags(self, key):
        """The flags of a message, without reading it."""
        info = self.get_info(key)
        return info[2:] if info.startswith("2,") else ""

    def set_flags(self, key, flags: str):
        """Change the flags of a message."""
        if not isinstance(flags, str):
            raise TypeError(f"flags must be a string: {type(flags)}")
        self.set_info(key, "2," + "".join(sorted(set(flags))))

    def add_flag(self, key, flag: str):
        """Set flags of a message besides those that it has."""
        if not isinstance(flag, str):
            raise TypeError(f"flag must be a string: {type(flag)}")
        self.set_flags(key, "".join(set(self.get_flags(key)) | set(flag)))

    def remove_flag(self, key, flag: str):
        """Take flags from a message."""
        if not isinstance(flag, str):
            raise TypeError(f"flag must be a string: {type(flag)}")
        if self.get_flags(key):
            self.set_flags(key, "".join(set(self.get_flags(key)) - set(flag)))

    def iterkeys(self):
        """Iterate over the keys of what is there now."""
        self._refresh()
        for key in self._toc:
            try:
                self._lookup(key)
            except KeyError:
                continue
            yield key

    def __contains__(self, key):
        self._refresh()
        return key in self._toc

    def __len__(self):
        self._refresh()
        return len(self._toc)

    def flush(self):
        """Nothing: changes are written at once."""

    def lock(self):
        """Nothing: it needs none."""

    def unlock(self):
        """Nothing."""

    def close(self):
        """Nothing."""

    def list_folders(self):
        """The names of the folders in it."""
        return [entry[1:] for entry in os.listdir(self._path)
                if len(entry) > 1 and entry[0] == "." and os.path.isdir(os.path.join(self._path, entry))]

    def get_folder(self, folder):
        """A folder in it, a Maildir, too."""
        return Maildir(os.path.join(self._path, "." + folder), factory=self._factory, create=False)

    def add_folder(self, folder):
        """Make a folder in it, if there is none."""
        path = os.path.join(self._path, "." + folder)
        result = Maildir(path, factory=self._factory)
        mark = os.path.join(path, "maildirfolder")
        if not os.path.exists(mark):
            os.close(os.open(mark, os.O_CREAT | os.O_WRONLY, 0o666))
        return result

    def remove_folder(self, folder):
        """Remove a folder in it, which must be empty."""
        path = os.path.join(self._path, "." + folder)
        for entry in os.listdir(os.path.join(path, "new")) + os.listdir(os.path.join(path, "cur")):
            if len(entry) < 1 or entry[0] != ".":
                raise NotEmptyError("Folder contains message(s): %s" % folder)
        for entry in os.listdir(path):
            if entry not in ("new", "cur", "tmp") and os.path.isdir(os.path.join(path, entry)):
                raise NotEmptyError("Folder contains subdirectory '%s': %s" % (folder, entry))
        for top, folders, files in os.walk(path, topdown=False):
            for entry in files:
                os.remove(os.path.join(top, entry))
            for entry in folders:
                os.rmdir(os.path.join(top, entry))
        os.rmdir(path)

    def clean(self):
        """Remove temporary files that nobody touched for 36 hours."""
        now = time.time()
        for entry in os.listdir(self._paths["tmp"]):
            path = os.path.join(self._paths["tmp"], entry)
            if now - os.path.getatime(path) > 129600:
                os.remove(path)

    def _create_tmp(self):
        """A new file in tmp, with a name that nobody else takes."""
        now = time.time()
        # Slashes and colons may stand in names of hosts.
        host = socket.gethostname().replace("/", r"\057").replace(":", r"\072")
        name = "%s.M%sP%sQ%s.%s" % (int(now), int(now % 1 * 1e6), os.getpid(), Maildir._count, host)
        path = os.path.join(self._path, "tmp", name)
        Maildir._count += 1
        try:
            return _create_carefully(path)
        except FileExistsError:
            raise ExternalClashError(f"Name clash prevented file creation: {path}") from None

    def _refresh(self):
        """Read the folders, if they may have changed since."""
        # A change in the second of the last look may not show in the time of a folder.
        if time.time() - self._last_read > 2 + self._skewfactor:
            changed = False
            for subdir in self._toc_mtimes:
                modified = os.path.getmtime(self._paths[subdir])
                if modified > self._toc_mtimes[subdir]:
                    changed = True
                self._toc_mtimes[subdir] = modified
            if not changed:
                return
        self._toc = {}
        for subdir in self._toc_mtimes:
            for entry in os.listdir(self._paths[subdir]):
                if not entry.startswith(".") and not os.path.isdir(os.path.join(self._paths[subdir], entry)):
                    self._toc[entry.split(self.colon)[0]] = os.path.join(subdir, entry)
        self._last_read = time.time()

    def _lookup(self, key):
        """The path of a message below the folder."""
        path = self._toc.get(key)
        if path is None or not os.path.exists(os.path.join(self._path, path)):
            self._refresh()
            if key not in self._toc:
                raise KeyError(f"No message with key: {key}")
        return self._toc[key]

    def _file_of(self, key):
        return os.path.join(self._path, self._lookup(key))

    def next(self):
        """The next message, or None: what rfc822 mailboxes once had."""
        if not hasattr(self, "_onetime_keys"):
            self._onetime_keys = self.iterkeys()
        for key in self._onetime_keys:
            try:
                return self[key]
            except KeyError:
                continue
        return None


class MH(Mailbox):
    """A folder with a file for each message, whose name is a number, the key, and a file .mh_sequences, which gives names to numbers."""

    def __init__(self, path, factory=None, create=True):
        Mailbox.__init__(self, path, factory, create)
        if not os.path.exists(self._path):
            if not create:
                raise NoSuchMailboxError(self._path)
            os.mkdir(self._path, 0o700)
            os.close(os.open(os.path.join(self._path, ".mh_sequences"), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._locked = False

    def _file_of(self, key):
        return os.path.join(self._path, str(key))

    @contextlib.contextmanager
    def _opened(self, key, mode):
        """The file of a message, locked if the mailbox is; KeyError if it is not there."""
        try:
            file = open(self._file_of(key), mode)
        except FileNotFoundError:
            raise KeyError("No message with key: %s" % key) from None
        with file:
            if self._locked:
                _lock_file(file)
            try:
                yield file
            finally:
                if self._locked:
                    _unlock_file(file)

    def add(self, message):
        """Add a message, given in any form; return its key."""
        key = max(self.keys(), default=0) + 1
        file = _create_carefully(self._file_of(key))
        try:
            if self._locked:
                _lock_file(file)
            try:
                self._dump_message(message, file)
                if isinstance(message, MHMessage):
                    self._dump_sequences(message, key)
            except BaseException:
                os.remove(file.name)
                raise
            finally:
                if self._locked:
                    _unlock_file(file)
        finally:
            _sync_close(file)
        return key

    def remove(self, key):
        """Remove a message; KeyError if it is not there."""
        try:
            open(self._file_of(key), "rb+").close()
        except FileNotFoundError:
            raise KeyError("No message with key: %s" % key) from None
        os.remove(self._file_of(key))

    def __setitem__(self, key, message):
        with self._opened(key, "rb+") as file:
            os.close(os.open(self._file_of(key), os.O_WRONLY | os.O_TRUNC))
            self._dump_message(message, file)
            if isinstance(message, MHMessage):
                self._dump_sequences(message, key)
            _sync_flush(file)

    def get_message(self, key):
        """A message, as an MHMessage."""
        with self._opened(key, "rb+" if self._locked else "rb") as file:
            message = MHMessage(file)
        for name, keys in self.get_sequences().items():
            if key in keys:
                message.add_sequence(name)
        return message

    def get_bytes(self, key):
        """A message as it is stored."""
        with self._opened(key, "rb+" if self._locked else "rb") as file:
            return _plain_lines(file.read())

    def get_file(self, key):
        """A file to read a message from."""
        try:
            return _ProxyFile(open(self._file_of(key), "rb"))
        except FileNotFoundError:
            raise KeyError("No message with key: %s" % key) from None

    def iterkeys(self):
        """Iterate over the keys, in order."""
        return iter(sorted(int(entry) for entry in os.listdir(self._path) if entry.isdigit()))

    def __contains__(self, key):
        return os.path.exists(self._file_of(key))

    def __len__(self):
        return len(self.keys())

    def _open_sequences(self, mode):
        return open(os.path.join(self._path, ".mh_sequences"), mode, encoding="ASCII")

    def lock(self):
        """Keep other programs out; ExternalClashError if one is in."""
        if not self._locked:
            self._file = self._open_sequences("a+")
            _lock_file(self._file)
            self._locked = True

    def unlock(self):
        """Let other programs in."""
        if self._locked:
            _unlock_file(self._file)
            _sync_close(self._file)
            del self._file
            self._locked = False

    def flush(self):
        """Nothing: changes are written at once."""

    def close(self):
        """Let other programs in."""
        if self._locked:
            self.unlock()

    def list_folders(self):
        """The names of the folders in it."""
        return [entry for entry in os.listdir(self._path) if os.path.isdir(os.path.join(self._path, entry))]

    def get_folder(self, folder):
        """A folder in it."""
        return MH(os.path.join(self._path, folder), factory=self._factory, create=False)

    def add_folder(self, folder):
        """Make a folder in it, if there is none."""
        return MH(os.path.join(self._path, folder), factory=self._factory)

    def remove_folder(self, folder):
        """Remove a folder in it, which must be empty."""
        path = os.path.join(self._path, folder)
        entries = os.listdir(path)
        if entries == [".mh_sequences"]:
            os.remove(os.path.join(path, ".mh_sequences"))
        elif entries:
            raise NotEmptyError("Folder not empty: %s" % self._path)
        os.rmdir(path)

    def get_sequences(self):
        """{name: keys}; keys that are no longer there are left out."""
        results = {}
        try:
            file = self._open_sequences("r")
        except FileNotFoundError:
            return results
        with file:
            there = set(self.keys())
            for line in file:
                try:
                    name, contents = line.split(":")
                    keys = set()
                    for part in contents.split():
                        if part.isdigit():
                            keys.add(int(part))
                        else:
                            first, last = map(int, part.split("-"))
                            keys.update(range(first, last + 1))
                except ValueError:
                    raise FormatError("Invalid sequence specification: %s" % line.rstrip())
                keys = sorted(key for key in keys if key in there)
                if keys:
                    results[name] = keys
        return results

    def set_sequences(self, sequences):
        """Write {name: keys}."""
        with self._open_sequences("w") as file:
            for name, keys in sequences.items():
                if not keys:
                    continue
                ranges = []
                for key in sorted(set(keys)):
                    if ranges and ranges[-1][1] == key - 1:
                        ranges[-1][1] = key
                    else:
                        ranges.append([key, key])
                file.write("%s: %s\n" % (name, " ".join("%s-%s" % (first, last) if first != last else str(first) for first, last in ranges)))

    def pack(self):
        """Give the messages the numbers 1, 2, ...; keys change."""
        sequences = self.get_sequences()
        new_key, changes = 0, {}
        for key in self.iterkeys():
            new_key += 1
            if new_key != key:
                changes[key] = new_key
                self._put_in_place(self._file_of(key), self._file_of(new_key))
        if changes:
            self.set_sequences({name: [changes.get(key, key) for key in keys] for name, keys in sequences.items()})

    _put_in_place = staticmethod(Maildir._put_in_place)

    def _dump_sequences(self, message, key):
        """Write the sequences of a message."""
        wanted = message.get_sequences()
        sequences = self.get_sequences()
        for name, keys in sequences.items():
            if name in wanted:
                keys.append(key)
            elif key in keys:
                keys.remove(key)
        for name in wanted:
            sequences.setdefault(name, [key])
        self.set_sequences(sequences)
