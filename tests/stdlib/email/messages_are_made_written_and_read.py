import email, email.utils, email.header, email.policy, re, datetime
from email.message import EmailMessage, Message
from email.mime.text import MIMEText
from email.mime.multipart import MIMEMultipart
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email import encoders

def n(s):
    return re.sub("=+\\d+==", "BOUNDARY", s)
m = MIMEText("hello\nworld\n")
m["Subject"] = "Test"
m["From"] = "a@b.c"
m["To"] = "x@y.z, q@r.s"
print(m)
print(m.items(), m.get_content_type(), m.get_payload(), m.get_content_charset(), m.is_multipart())
m = MIMEText("héllo", "html")
m["Subject"] = "Grüße"
print(m.as_string())
print(m.get_payload(decode=True).decode())
mp = MIMEMultipart("alternative")
mp["Subject"] = "multi"
mp.attach(MIMEText("plain"))
mp.attach(MIMEText("<b>html</b>", "html"))
print(n(mp.as_string()))
print([p.get_content_type() for p in mp.walk()])
mx = MIMEMultipart(boundary="BB")
mx.preamble = "pre"
a = MIMEApplication(b"\x00\x01\x02data")
a.add_header("Content-Disposition", "attachment", filename="f.bin")
mx.attach(a)
b = MIMEBase("application", "x-q")
b.set_payload(b"xyz")
encoders.encode_base64(b)
mx.attach(b)
print(mx.as_string())
print(bytes(mx)[:50], a.get_filename(), a.get_content_disposition())
e = EmailMessage()
e["Subject"] = "Hello there"
e["From"] = "Me <me@x.org>"
e["To"] = "you@y.org"
e.set_content("Body text\nline two\n")
print(e.as_string())
e.add_alternative("<p>hi</p>", subtype="html")
e.add_attachment(b"bytes", maintype="image", subtype="png", filename="p.png")
print(n(str(e)))
print([p.get_content_type() for p in e.iter_attachments()], e.get_body().get_content(), e.get_body(("plain",)).get_content(), list(e.iter_attachments())[0].get_filename(), list(e.iter_attachments())[0].get_content())
try:
    e["Subject"] = "again"
except ValueError as x:
    print(x)
del e["subject"]
e["Subject"] = "Grüße aus Köln"
print(e["Subject"], [l for l in e.as_string().splitlines() if l.startswith("Subject")])
raw = 'From: "Doe, John" <john@x.org>\nTo: a@b.c,\n d@e.f\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= test\nDate: Mon, 20 Nov 1995 19:12:08 -0500\nReceived: one\nReceived: two\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="XX"\n\npreamble\n--XX\nContent-Type: text/plain; charset="iso-8859-1"\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9\n--XX\nContent-Type: application/octet-stream; name="a b.txt"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="a b.txt"\n\naGVsbG8=\n--XX--\nepilogue\n'
p = email.message_from_string(raw)
print(p["to"], p["SUBJECT"], p.get_all("received"), p.get("nope", 1), len(p), "date" in p, p.keys(), p.get_boundary(), repr(p.preamble), repr(p.epilogue), p.is_multipart())
a, b = p.get_payload()
print(a.get_payload(), a.get_payload(decode=True), a.get_content_charset(), b.get_filename(), b.get_payload(decode=True), b.get_params(), a.get_param("charset"), p.as_string() == raw)
q = email.message_from_bytes(raw.encode(), policy=email.policy.default)
print(q["subject"], type(q).__name__, q.get_body().get_content(), [x.get_filename() for x in q.iter_attachments()])
print(email.header.decode_header("=?utf-8?q?Gr=C3=BC=C3=9Fe?= test"), str(email.header.make_header(email.header.decode_header("=?utf-8?b?w7w=?= x"))), email.header.Header("é", "utf-8").encode(), email.header.Header("plain").encode())
print(email.utils.parseaddr('"Doe, John" <john@x.org>'), email.utils.formataddr(("Doe, J", "j@x")), email.utils.formataddr(("é", "j@x")), email.utils.getaddresses(["a@b, X <c@d>", "(com) e@f"]), email.utils.parsedate_tz("Mon, 20 Nov 1995 19:12:08 -0500"), email.utils.mktime_tz(email.utils.parsedate_tz("Mon, 20 Nov 1995 19:12:08 -0500")), email.utils.parsedate_to_datetime("Mon, 20 Nov 1995 19:12:08 +0100"), email.utils.formatdate(0), email.utils.formatdate(0, usegmt=True), email.utils.format_datetime(datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)), email.utils.quote('a"b'), email.utils.unquote('"a"'), email.utils.make_msgid(domain="d")[-3:], email.utils.parsedate("x"))
h = email.message_from_string("Subject: x\nX-Y: " + "long " * 30 + "\n\nbody")
h.replace_header("Subject", "y")
h.add_header("X-A", "v", p="1", q_r=None)
h.set_type("text/html")
h.set_param("charset", "utf-8")
print(h.as_string(), h.get_params(), h.defects)
h.del_param("charset")
print(h["content-type"])
try:
    h.replace_header("nope", 1)
except KeyError as x:
    print(repr(x))
e = EmailMessage()
e["Subject"] = "word " * 30
e.set_content("é\n")
print(e.as_string())
e = EmailMessage()
e.set_content("x" * 100 + "\n")
print(e.as_string())
print(MIMEImage(b"\x89PNG\r\n\x1a\n123").get_content_type(), email.message_from_string("no headers here\n\nbody").defects, repr(email.policy.default), email.policy.SMTP.linesep)
