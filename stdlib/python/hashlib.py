"""Secure hashes and message digests.

    hashlib.sha256(b"data").hexdigest()

The digests come from libcrypto (_hashlib), BLAKE2 with its parameters from _blake2. Work on more than 2 KB lets other threads run.
"""

import _hashlib
from _blake2 import blake2b, blake2s
from _hashlib import pbkdf2_hmac, scrypt

__all__ = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
           "shake_128", "shake_256", "new", "algorithms_guaranteed", "algorithms_available", "file_digest", "pbkdf2_hmac")

md5 = _hashlib.openssl_md5
sha1 = _hashlib.openssl_sha1
sha224 = _hashlib.openssl_sha224
sha256 = _hashlib.openssl_sha256
sha384 = _hashlib.openssl_sha384
sha512 = _hashlib.openssl_sha512
sha3_224 = _hashlib.openssl_sha3_224
sha3_256 = _hashlib.openssl_sha3_256
sha3_384 = _hashlib.openssl_sha3_384
sha3_512 = _hashlib.openssl_sha3_512
shake_128 = _hashlib.openssl_shake_128
shake_256 = _hashlib.openssl_shake_256

algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384",
                         "sha3_512", "shake_128", "shake_256"}
algorithms_available = algorithms_guaranteed.union(_hashlib.available())


def new(name, data=b"", **kwargs):
    """A hash object of the named algorithm, fed with data."""
    if name in ("blake2b", "blake2s"):
        return (blake2b if name == "blake2b" else blake2s)(data, **kwargs)
    try:
        return _hashlib.new(name, data, **kwargs)
    except _hashlib.UnsupportedDigestmodError as error:
        raise ValueError(*error.args) from None


def file_digest(fileobj, digest, /, *, _bufsize=2 ** 18):
    """Hash everything that a binary file still holds. digest: a name, or a callable that makes a hash object."""
    digestobj = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        digestobj.update(fileobj.getbuffer())
        return digestobj
    if not (hasattr(fileobj, "readinto") and hasattr(fileobj, "readable") and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while True:
        size = fileobj.readinto(buffer)
        if size is None:
            raise BlockingIOError("I/O operation would block.")
        if size == 0:
            return digestobj
        digestobj.update(view[:size])
