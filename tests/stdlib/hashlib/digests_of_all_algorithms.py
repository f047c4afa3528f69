import hashlib

for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b"abc")
    h.update(b"def" * 1000)
    length = (20,) if name.startswith("shake") else ()
    print(name, h.hexdigest(*length), h.block_size, h.copy().digest(*length) == h.digest(*length))
print(hashlib.blake2b(b"x", digest_size=20, key=b"k", salt=b"s", person=b"p", fanout=2, depth=3, leaf_size=4096, node_offset=5, node_depth=1,
                      inner_size=30, last_node=True).hexdigest())
print(hashlib.blake2s(b"x" * 1000, digest_size=20, key=b"k", salt=b"s", person=b"p").hexdigest())
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex())
print(hashlib.scrypt(b"password", salt=b"salt", n=16, r=2, p=1, dklen=20).hex())
for call in (lambda: hashlib.sha256("text"), lambda: hashlib.new("nothing"), lambda: hashlib.blake2b(digest_size=65)):
    try:
        call()
    except (TypeError, ValueError) as e:
        print(type(e).__mro__[-4 if isinstance(e, ValueError) else 0].__name__)
