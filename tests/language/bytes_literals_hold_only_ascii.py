print(b"abc", b"\x00\xff\n\t'", b'"', b"'\"", rb"\d")
print(b"abc"[0], b"abc"[1:], list(b"az"))
try:
    eval("b'é'")
except SyntaxError as error:
    print(error.msg)
try:
    eval("b'a' 'b'")
except SyntaxError as error:
    print(error.msg)
