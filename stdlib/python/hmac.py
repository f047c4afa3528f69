"""Keyed hashing for message authentication (RFC 2104)."""

import _hashlib
import warnings as _warnings
from _operator import _compare_digest as compare_digest

trans_5C = bytes(x ^ 0x5C for x in range(256))
trans_36 = bytes(x ^ 0x36 for x in range(256))

# The digest size of an object is known only once there is one.
digest_size = None


def _hash_maker(digestmod):
    """A function of no or one argument that makes a hash object."""
    if callable(digestmod):
        return digestmod
    import hashlib
    if isinstance(digestmod, str):
        return lambda data=b"": hashlib.new(digestmod, data)
    return lambda data=b"": digestmod.new(data)


class HMAC:
    """A message authentication code that is being computed: hash(key ^ outer, hash(key ^ inner, message))."""

    blocksize = 64  # of hashes that do not tell theirs

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        make = _hash_maker(digestmod)
        self._outer = make()
        self._inner = make()
        self.digest_size = self._inner.digest_size
        if hasattr(self._inner, "block_size"):
            block_size = self._inner.block_size
            if block_size < 16:
                _warnings.warn(f"block_size of {block_size} seems too small; using our default of {self.blocksize}.", RuntimeWarning, 2)
                block_size = self.blocksize
        else:
            _warnings.warn(f"No block_size attribute on given digest object; Assuming {self.blocksize}.", RuntimeWarning, 2)
            block_size = self.blocksize
        if len(key) > block_size:
            key = make(key).digest()
        self.block_size = block_size
        key = key.ljust(block_size, b"\0")
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return f"hmac-{self._inner.name}"

    def update(self, msg):
        """Feed more of the message."""
        self._inner.update(msg)

    def copy(self):
        """A separate object that goes on from here."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        other._inner = self._inner.copy()
        other._outer = self._outer.copy()
        return other

    def _finished(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """The code as bytes; the object can go on."""
        return self._finished().digest()

    def hexdigest(self):
        """The code as hexadecimal digits."""
        return self._finished().hexdigest()


def new(key, msg=None, digestmod=""):
    """An HMAC object; digestmod is the name of a hash, a module or a constructor and must be given."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The code of a whole message."""
    if isinstance(digest, str):
        try:
            return _hashlib.hmac_digest(key, msg, digest)
        except (OverflowError, _hashlib.UnsupportedDigestmodError):
            pass
    return HMAC(key, msg, digest).digest()
