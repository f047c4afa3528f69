import mailbox

maildir = mailbox.MaildirMessage()
maildir.set_subdir("cur")
maildir.set_flags("FRST")
maildir.set_date(1000000000)
mbox = mailbox.mboxMessage()
mbox.set_flags("ROFAZ")
mbox.set_from("me@here", (2001, 9, 9, 1, 46, 40, 6, 252, 0))
mh = mailbox.MHMessage()
mh.set_sequences(["unseen", "replied", "flagged", "mine"])
babyl = mailbox.BabylMessage("Subject: s\nDate: d\n\nb")
babyl.set_labels(["unseen", "answered", "deleted", "forwarded", "own"])
babyl.update_visible()
mmdf = mailbox.MMDFMessage("X: y\n\n")
kinds = (mailbox.MaildirMessage, mailbox.mboxMessage, mailbox.MHMessage, mailbox.BabylMessage, mailbox.MMDFMessage, mailbox.Message)


def said(message):
    result = [type(message).__name__]
    for name in ("get_subdir", "get_info", "get_flags", "get_from", "get_sequences", "get_labels", "items"):
        if hasattr(message, name):
            value = getattr(message, name)()
            result.append((name, sorted(value) if isinstance(value, list) else value))
    if hasattr(message, "get_visible"):
        result.append(message.get_visible().items())
    return result


for message in (maildir, mbox, mh, babyl, mmdf):
    if message is not mmdf:
        print("from", said(message))
    for kind in kinds:
        made = kind(message)
        if message in (maildir, mbox) or kind not in (mailbox.mboxMessage, mailbox.MMDFMessage):
            print("  ", said(made))
        if message in (maildir, mbox) and kind is mailbox.MaildirMessage:
            print("  ", made.get_date())
for action in (lambda: maildir.set_subdir("tmp"), lambda: maildir.set_info(1), lambda: maildir.set_date("x"), lambda: mh.add_sequence(1),
               lambda: babyl.add_label(2), lambda: mailbox.Message(3)):
    try:
        action()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
maildir.add_flag("PS")
maildir.remove_flag("T")
print(maildir.get_flags(), maildir.get_info())
mbox.add_flag("D")
mbox.remove_flag("RA")
print(mbox.get_flags(), mbox.items())
mh.remove_sequence("mine")
babyl.remove_label("own")
print(mh.get_sequences(), babyl.get_labels())
