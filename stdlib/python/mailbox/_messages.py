"""Messages of mailboxes: what each kind of mailbox keeps beside the message, and what of it another kind can keep.

A message is to be used by one thread at a time.
"""

import calendar
import copy
import email
import email.message
import io
import time


class Message(email.message.Message):
    """A message that mailboxes can hold; it takes over what a message of another kind says about itself."""

    def __init__(self, message=None):
        if message is None:
            super().__init__()
        elif isinstance(message, email.message.Message):
            self._become_message(copy.deepcopy(message))
            if isinstance(message, Message):
                message._explain_to(self)
        else:
            self._become_message(_parsed(message))

    def _become_message(self, message):
        own = getattr(message, "_type_specific_attributes", ())
        self.__dict__.update({name: value for name, value in message.__dict__.items() if name not in own})

    # Which format a message is of, if it is of any.
    _format = None

    def _explain_to(self, message):
        """Tell another message what is known of this one; if that is of another format, in words that all of them know.

        These are: read, old (seen in a list), flagged, answered, deleted and forwarded. No format has all of them.
        """
        if not isinstance(message, Message):
            raise TypeError("Cannot convert to specified type")
        if self._format is None or message._format is None:
            return
        if self._format == message._format:
            self._copy_to(message)
        else:
            message._take(*self._tell())


def _parsed(source):
    """The message that a text, bytes or a file hold."""
    for kind, parse in ((bytes, email.message_from_bytes), (str, email.message_from_string), (io.TextIOWrapper, email.message_from_file)):
        if isinstance(source, kind):
            return parse(source)
    if hasattr(source, "read"):
        return email.message_from_binary_file(source)
    raise TypeError(f"Invalid message type: {type(source)}")


class MaildirMessage(Message):
    """A message of a Maildir: flags D(raft), F(lagged), P(assed), R(eplied), S(een), T(rashed), and when it was delivered."""

    _type_specific_attributes = ["_subdir", "_info", "_date"]

    def __init__(self, message=None):
        self._subdir = "new"
        self._info = ""
        self._date = time.time()
        Message.__init__(self, message)

    def get_subdir(self):
        """Where it lies: "new" or "cur"."""
        return self._subdir

    def set_subdir(self, subdir):
        if subdir not in ("new", "cur"):
            raise ValueError("subdir must be 'new' or 'cur': %s" % subdir)
        self._subdir = subdir

    def get_flags(self):
        """Its flags, as text."""
        return self._info[2:] if self._info.startswith("2,") else ""

    def set_flags(self, flags):
        self._info = "2," + "".join(sorted(flags))

    def add_flag(self, flag):
        self.set_flags("".join(set(self.get_flags()) | set(flag)))

    def remove_flag(self, flag):
        if self.get_flags():
            self.set_flags("".join(set(self.get_flags()) - set(flag)))

    def get_date(self):
        """When it was delivered, in seconds."""
        return self._date

    def set_date(self, date):
        try:
            self._date = float(date)
        except ValueError:
            raise TypeError("can't convert to float: %s" % date) from None

    def get_info(self):
        """What its name tells: "2," and flags, or "1," and whatever somebody tried."""
        return self._info

    def set_info(self, info):
        if not isinstance(info, str):
            raise TypeError("info must be a string: %s" % type(info))
        self._info = info

    _format = "maildir"
    _words = {"S": "read", "F": "flagged", "R": "answered", "T": "deleted", "P": "forwarded"}

    def _copy_to(self, message):
        message.set_flags(self.get_flags())
        message.set_subdir(self.get_subdir())
        message.set_date(self.get_date())

    def _tell(self):
        words = {self._words[flag] for flag in self.get_flags() if flag in self._words}
        return words | {"old"} if self.get_subdir() == "cur" else words, self.get_date()

    def _take(self, words, date):
        if "old" in words:
            self.set_subdir("cur")
        for flag, word in self._words.items():
            if word in words:
                self.add_flag(flag)
        if date is not None:
            self.set_date(date)


class _mboxMMDFMessage(Message):
    """A message with a line "From " and flags in its headers: R(ead), O(ld), D(eleted), F(lagged), A(nswered)."""

    _type_specific_attributes = ["_from"]

    def __init__(self, message=None):
        self.set_from("MAILER-DAEMON", True)
        if isinstance(message, email.message.Message):
            unixfrom = message.get_unixfrom()
            if unixfrom is not None and unixfrom.startswith("From "):
                self.set_from(unixfrom[5:])
        Message.__init__(self, message)

    def get_from(self):
        """What stands behind "From "."""
        return self._from

    def set_from(self, from_, time_=None):
        """time_: a struct_time, or True for now, that is put behind it."""
        if time_ is not None:
            if time_ is True:
                time_ = time.gmtime()
            from_ += " " + time.asctime(time_)
        self._from = from_

    def get_flags(self):
        """Its flags, as text."""
        return self.get("Status", "") + self.get("X-Status", "")

    def set_flags(self, flags):
        flags = set(flags)
        texts = []
        for order in ("RO", "DFA"):
            texts.append("".join(flag for flag in order if flag in flags))
            flags -= set(order)
        # What has no meaning is kept.
        texts[1] += "".join(sorted(flags))
        for name, text in zip(("Status", "X-Status"), texts):
            try:
                self.replace_header(name, text)
            except KeyError:
                self.add_header(name, text)

    def add_flag(self, flag):
        self.set_flags("".join(set(self.get_flags()) | set(flag)))

    def remove_flag(self, flag):
        if "Status" in self or "X-Status" in self:
            self.set_flags("".join(set(self.get_flags()) - set(flag)))

    _format = "mbox"
    _words = {"R": "read", "O": "old", "F": "flagged", "A": "answered", "D": "deleted"}

    def _explain_to(self, message):
        super()._explain_to(message)
        if message._format not in (None, self._format):
            del message["status"], message["x-status"]

    def _copy_to(self, message):
        message.set_flags(self.get_flags())
        message.set_from(self.get_from())

    def _tell(self):
        words = {self._words[flag] for flag in self.get_flags() if flag in self._words}
        try:
            date = calendar.timegm(time.strptime(" ".join(self.get_from().split()[-5:]), "%a %b %d %H:%M:%S %Y"))
        except (ValueError, OverflowError):
            date = None
        return words, date

    def _take(self, words, date):
        for flag, word in self._words.items():
            if word in words:
                self.add_flag(flag)
        if date is not None:
            self.set_from("MAILER-DAEMON", time.gmtime(date))


class mboxMessage(_mboxMMDFMessage):
    """A message of an mbox."""


class MMDFMessage(_mboxMMDFMessage):
    """A message of an MMDF mailbox."""


class MHMessage(Message):
    """A message of an MH mailbox: in sequences like unseen, replied and flagged."""

    _type_specific_attributes = ["_sequences"]

    def __init__(self, message=None):
        self._sequences = []
        Message.__init__(self, message)

    def get_sequences(self):
        """The names of the sequences that it is in."""
        return self._sequences[:]

    def set_sequences(self, sequences):
        self._sequences = list(sequences)

    def add_sequence(self, sequence):
        if not isinstance(sequence, str):
            raise TypeError("sequence type must be str: %s" % type(sequence))
        if sequence not in self._sequences:
            self._sequences.append(sequence)

    def remove_sequence(self, sequence):
        if sequence in self._sequences:
            self._sequences.remove(sequence)

    _format = "mh"
    _words = {"replied": "answered", "flagged": "flagged"}

    def _copy_to(self, message):
        for name in self.get_sequences():
            message.add_sequence(name)

    def _tell(self):
        return _words_of(self.get_sequences(), self._words), None

    def _take(self, words, date):
        for name in _names_for(words, self._words):
            self.add_sequence(name)


def _words_of(names, known):
    """The words for the sequences or labels of a message; it is old, for these formats do not tell."""
    words = {known[name] for name in names if name in known} | {"old"}
    return words if "unseen" in names else words | {"read"}


def _names_for(words, known):
    return ["unseen"] * ("read" not in words) + [name for name, word in known.items() if word in words]


class BabylMessage(Message):
    """A message of a Babyl mailbox: labels, and headers to be shown."""

    _type_specific_attributes = ["_labels", "_visible"]

    def __init__(self, message=None):
        self._labels = []
        self._visible = Message()
        Message.__init__(self, message)

    def get_labels(self):
        """Its labels."""
        return self._labels[:]

    def set_labels(self, labels):
        self._labels = list(labels)

    def add_label(self, label):
        if not isinstance(label, str):
            raise TypeError("label must be a string: %s" % type(label))
        if label not in self._labels:
            self._labels.append(label)

    def remove_label(self, label):
        if label in self._labels:
            self._labels.remove(label)

    def get_visible(self):
        """A Message with the headers to be shown."""
        return Message(self._visible)

    def set_visible(self, visible):
        self._visible = Message(visible)

    def update_visible(self):
        """Take over what the headers say now, and show the usual ones."""
        for header in self._visible.keys():
            if header in self:
                self._visible.replace_header(header, self[header])
            else:
                del self._visible[header]
        for header in ("Date", "From", "Reply-To", "To", "CC", "Subject"):
            if header in self and header not in self._visible:
                self._visible[header] = self[header]

    _format = "babyl"
    _words = {"deleted": "deleted", "answered": "answered", "forwarded": "forwarded"}

    def _copy_to(self, message):
        message.set_visible(self.get_visible())
        for label in self.get_labels():
            message.add_label(label)

    def _tell(self):
        return _words_of(self.get_labels(), {**self._words, "resent": "forwarded"}), None

    def _take(self, words, date):
        for label in _names_for(words, self._words):
            self.add_label(label)
