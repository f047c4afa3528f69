"""Mailboxes in files and folders, read and changed like dictionaries of messages: Maildir, mbox, MH, Babyl and MMDF.

    box = mailbox.mbox("/var/mail/me")
    for key, message in box.items():
        print(key, message["Subject"])

Maildir and MH keep each message in a file of its own, and changes take effect at once. The others are one file, which flush() and
close() write anew. Other programs may use the same mailbox: lock() before changing one, unless it is a Maildir, which needs no locks.
An object is to be used by one thread at a time. Keys that are not there raise KeyError; everything else that goes wrong with a mailbox
is an Error or an OSError.
"""

from mailbox._files import _PartialFile, _ProxyFile, Error, ExternalClashError, FormatError, linesep, NoSuchMailboxError, NotEmptyError
from mailbox._folders import Maildir, MH
from mailbox._mailbox import Mailbox
from mailbox._messages import _mboxMMDFMessage, BabylMessage, MaildirMessage, mboxMessage, Message, MHMessage, MMDFMessage
from mailbox._single_files import _mboxMMDF, _singlefileMailbox, Babyl, mbox, MMDF

__all__ = ["Mailbox", "Maildir", "mbox", "MH", "Babyl", "MMDF", "Message", "MaildirMessage", "mboxMessage", "MHMessage", "BabylMessage",
           "MMDFMessage", "Error", "NoSuchMailboxError", "NotEmptyError", "ExternalClashError", "FormatError"]


# They are classes of this module to whoever looks at them, or pickles them.
for _name in (*__all__, "_PartialFile", "_ProxyFile", "_mboxMMDF", "_mboxMMDFMessage", "_singlefileMailbox"):
    globals()[_name].__module__ = __name__
del _name
