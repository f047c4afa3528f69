# oracle: 3.13
import hashlib
import hmac

code = hmac.new(b"key", b"message", "sha256")
code.update(b" more")
print(code.hexdigest(), code.name, code.digest_size, code.block_size)
print(hmac.digest(b"key" * 50, b"message", "md5").hex(), hmac.new(b"k", digestmod=hashlib.sha1).hexdigest())
print(hmac.compare_digest(b"a", b"a"), hmac.compare_digest("a", "b"))
for arguments in ((b"k",), ("k", b"", "md5")):
    try:
        hmac.new(*arguments)
    except TypeError as e:
        print(e)
