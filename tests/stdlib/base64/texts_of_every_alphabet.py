import base64
import binascii

data = bytes(range(0, 256, 5)) + b"\0\0\0\0    "
for encode, decode in ((base64.b64encode, base64.b64decode), (base64.urlsafe_b64encode, base64.urlsafe_b64decode), (base64.b32encode, base64.b32decode),
                       (base64.b16encode, base64.b16decode), (base64.a85encode, base64.a85decode), (base64.b85encode, base64.b85decode),
                       (base64.encodebytes, base64.decodebytes)):
    text = encode(data)
    print(text, decode(text) == data)
for call in (lambda: base64.b64decode(b"abc"), lambda: base64.b64decode(b"ab$c", validate=True), lambda: base64.b32decode(b"A"), lambda: base64.b16decode(b"zz")):
    try:
        call()
    except binascii.Error as e:
        print(e)
print(base64.a85encode(b"    spaces", foldspaces=True, adobe=True), base64.b32decode("mzxw6===", casefold=True))
