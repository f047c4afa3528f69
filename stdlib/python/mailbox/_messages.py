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

    def _explain_to(self, message):
        """Tell a message of another kind what is known of this one."""
        if not isinstance(message, Message):
            raise TypeError("Cannot convert to specified type")


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

    def _explain_to(self, message):
        flags = set(self.get_flags())
        if isinstance(message, MaildirMessage):
            message.set_flags(self.get_flags())
            message.set_subdir(self.get_subdir())
            message.set_date(self.get_date())
        elif isinstance(message, _mboxMMDFMessage):
            for flag, theirs in (("S", "R"), ("F", "F"), ("R", "A"), ("T", "D")):
                if flag in flags:
                    message.add_flag(theirs)
            if self.get_subdir() == "cur":
                message.add_flag("O")
            message.set_from("MAILER-DAEMON", time.gmtime(self.get_date()))
        elif isinstance(message, MHMessage):
            if "S" not in flags:
                message.add_sequence("unseen")
            for flag, name in (("R", "replied"), ("F", "flagged")):
                if flag in flags:
                    message.add_sequence(name)
        elif isinstance(message, BabylMessage):
            if "S" not in flags:
                message.add_label("unseen")
            for flag, label in (("T", "deleted"), ("R", "answered"), ("P", "forwarded")):
                if flag in flags:
                    message.add_label(label)
        else:
            Message._explain_to(self, message)


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

    def _explain_to(self, message):
        flags = set(self.get_flags())
        if isinstance(message, MaildirMessage):
            if "O" in flags:
                message.set_subdir("cur")
            for flag, theirs in (("F", "F"), ("A", "R"), ("R", "S"), ("D", "T")):
                if flag in flags:
                    message.add_flag(theirs)
            date = " ".join(self.get_from().split()[-5:])
            try:
                message.set_date(calendar.timegm(time.strptime(date, "%a %b %d %H:%M:%S %Y")))
            except (ValueError, OverflowError):
                pass
        elif isinstance(message, _mboxMMDFMessage):
            message.set_flags(self.get_flags())
            message.set_from(self.get_from())
            return
        elif isinstance(message, MHMessage):
            if "R" not in flags:
                message.add_sequence("unseen")
            for flag, name in (("A", "replied"), ("F", "flagged")):
                if flag in flags:
                    message.add_sequence(name)
        elif isinstance(message, BabylMessage):
            if "R" not in flags:
                message.add_label("unseen")
            for flag, label in (("D", "deleted"), ("A", "answered")):
                if flag in flags:
                    message.add_label(label)
        else:
            return Message._explain_to(self, message)
        del message["status"]
        del message["x-status"]


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

    def _explain_to(self, message):
        names = set(self.get_sequences())
        if isinstance(message, MaildirMessage):
            message.set_subdir("cur")
            if "unseen" not in names:
                message.add_flag("S")
            for name, flag in (("flagged", "F"), ("replied", "R")):
                if name in names:
                    message.add_flag(flag)
        elif isinstance(message, _mboxMMDFMessage):
            message.add_flag("O" if "unseen" in names else "RO")
            for name, flag in (("flagged", "F"), ("replied", "A")):
                if name in names:
                    message.add_flag(flag)
        elif isinstance(message, MHMessage):
            for name in self.get_sequences():
                message.add_sequence(name)
        elif isinstance(message, BabylMessage):
            for name, label in (("unseen", "unseen"), ("replied", "answered")):
                if name in names:
                    message.add_label(label)
        else:
            Message._explain_to(self, message)


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

    def _explain_to(self, message):
        labels = set(self.get_labels())
        if isinstance(message, MaildirMessage):
            message.set_subdir("cur")
            if "unseen" not in labels:
                message.add_flag("S")
            if labels & {"forwarded", "resent"}:
                message.add_flag("P")
            for label, flag in (("answered", "R"), ("deleted", "T")):
                if label in labels:
                    message.add_flag(flag)
        elif isinstance(message, _mboxMMDFMessage):
            message.add_flag("O" if "unseen" in labels else "RO")
            for label, flag in (("deleted", "D"), ("answered", "A")):
                if label in labels:
                    message.add_flag(flag)
        elif isinstance(message, MHMessage):
            for label, name in (("unseen", "unseen"), ("answered", "replied")):
                if label in labels:
                    message.add_sequence(name)
        elif isinstance(message, BabylMessage):
            message.set_visible(self.get_visible())
            for label in self.get_labels():
                message.add_label(label)
        else:
            Message._explain_to(self, message)
