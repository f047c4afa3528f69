import email
import mailbox
import os
import re
import tempfile

os.chdir(tempfile.mkdtemp())
TEXT = "From: a@example.com\nTo: b@example.com\nSubject: %d\n\nHello,\nFrom here on it is a body.\n"


def shown(text):
    # Times and names are not the same twice.
    return re.sub(r"(From MAILER-DAEMON )\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}", r"\1TIME", text)


def contents(path):
    with open(path) as file:
        return shown(file.read())


for kind in (mailbox.mbox, mailbox.MMDF, mailbox.Babyl, mailbox.MH, mailbox.Maildir):
    name = kind.__name__
    print("---", name)
    try:
        kind(name, create=False)
    except mailbox.NoSuchMailboxError as error:
        print(type(error).__name__, os.path.basename(str(error)))
    box = kind(name)
    keys = [box.add(TEXT % 1), box.add((TEXT % 2).encode()), box.add(email.message_from_string(TEXT % 3))]
    with open("message", "w") as file:
        file.write(TEXT % 4)
    with open("message", "rb") as file:
        keys.append(box.add(file))
    try:
        box.add(42)
    except TypeError as error:
        print(error)
    try:
        box.add("nön-ascii")
    except ValueError as error:
        print(error)
    print(len(box), sorted(message["Subject"] for message in box), keys[0] in box, "no" in box, box.get("no", "none"))
    print(type(box[keys[1]]).__name__, repr(box.get_bytes(keys[1])), repr(box.get_string(keys[2])[:20]))
    with box.get_file(keys[3]) as file:
        print(file.readline(), file.tell(), len(file.read()))
    del box[keys[0]]
    box[keys[1]] = TEXT % 22
    for action in (lambda: box.remove(keys[0]), lambda: box[keys[0]], lambda: box.update({keys[0]: "x"})):
        try:
            action()
        except KeyError as error:
            print(re.sub(r"[\d.]+M\d+P\d+Q.*(?=')", "KEY", str(error)))
    box.discard(keys[0])
    box.lock()
    box.flush()
    box.unlock()
    print(sorted(message["Subject"] for message in box.values()))
    print(box.pop(keys[2])["Subject"], box.pop(keys[2], "gone"), len(box))
    box.close()
    again = kind(name)
    print(sorted(message["Subject"] for message in again))
    if os.path.isfile(name):
        print(contents(name))
    print(len(again.popitem()), len(again.keys()))
    again.clear()
    again.close()
    print(len(kind(name)))

with open("box", "w") as file:
    file.write("From a@b Thu Jan  1 00:00:01 1970\nSubject: one\nStatus: RO\n\nbody\n>From x\n\nFrom c@d Thu Jan  1 00:00:02 1970\n\nno headers\n")
box = mailbox.mbox("box")
print([(message.get_from(), message.get_flags(), message.get_payload()) for message in box], box.get_string(0, from_=True).splitlines()[0])
factory = mailbox.mbox("box", factory=lambda file: file.read())
print(factory[0])
other = mailbox.mbox("box")
box.lock()
with open("box.lock"):
    pass
box.unlock()
print(os.path.exists("box.lock"))
box.add("late")
other.discard(0)
other.add("later")
try:
    box.discard(0)
    box.flush()
except mailbox.ExternalClashError as error:
    print(error)

folders = mailbox.Maildir("folders")
folders.add_folder("one").add("x")
print(folders.list_folders(), len(folders.get_folder("one")), sorted(os.listdir("folders/.one")))
for wrong in (lambda: folders.remove_folder("one"), lambda: folders.get_folder("two")):
    try:
        wrong()
    except mailbox.Error as error:
        print(type(error).__name__, str(error).rpartition("/")[2])
folders.get_folder("one").clear()
folders.remove_folder("one")
print(folders.list_folders())
key = folders.add("y")
mh = mailbox.MH("mh")
for number in range(6):
    mh.add("Subject: %d\n\n" % number)
mh.set_sequences({"odd": [1, 3, 5], "first": [1, 2, 3], "none": []})
print(contents("mh/.mh_sequences"), mh.get_sequences(), mh[3].get_sequences())
mh.remove(2)
mh.pack()
print(mh.keys(), mh.get_sequences())
with open("mh/.mh_sequences", "a") as file:
    file.write("wrong\n")
try:
    mh.get_sequences()
except mailbox.FormatError as error:
    print(error)
