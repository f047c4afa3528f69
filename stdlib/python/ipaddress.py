"""Addresses, networks and interfaces of IP, versions 4 and 6."""

import functools

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    """The address is wrong."""


class NetmaskValueError(ValueError):
    """The netmask is wrong."""


def _either(address, four, six, what):
    for make in (four, six):
        try:
            return make(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 {what}")


def ip_address(address):
    """An IPv4Address or IPv6Address."""
    return _either(address, IPv4Address, IPv6Address, "address")


def ip_network(address, strict=True):
    """An IPv4Network or IPv6Network; with strict, no host bits may be set."""
    return _either(address, lambda a: IPv4Network(a, strict), lambda a: IPv6Network(a, strict), "network")


def ip_interface(address):
    """An IPv4Interface or IPv6Interface."""
    return _either(address, IPv4Interface, IPv6Interface, "interface")


def v4_int_to_packed(address):
    try:
        return address.to_bytes(4)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv4")


def v6_int_to_packed(address):
    try:
        return address.to_bytes(16)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv6")


def summarize_address_range(first, last):
    """The fewest networks from first to last."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError("first and last must be IP addresses, not networks")
    if first.version != last.version:
        raise TypeError("%s and %s are not of the same version" % (first, last))
    if first.version not in (4, 6):
        raise ValueError("unknown IP version")
    if first > last:
        raise ValueError("last IP address must be greater than first")
    network = IPv4Network if first.version == 4 else IPv6Network
    low, high = int(first), int(last)
    while low <= high:
        aligned = (low & -low).bit_length() - 1 if low else first.max_prefixlen
        bits = min(aligned, (high - low + 1).bit_length() - 1)
        yield network((low, first.max_prefixlen - bits))
        low += 1 << bits


def collapse_addresses(addresses):
    """The fewest networks that hold the same addresses."""
    ranges = []
    version = None
    for item in addresses:
        if version is not None and item.version != version:
            raise TypeError("%s and %s are not of the same version" % (item, ranges[-1][2]))
        version = item.version
        if isinstance(item, _BaseNetwork):
            ranges.append((int(item.network_address), int(item.broadcast_address), item))
        else:
            ranges.append((int(item), int(item), item))
    if not ranges:
        return iter(())
    ranges.sort(key=lambda r: r[:2])
    merged = [list(ranges[0][:2])]
    for low, high, _ in ranges[1:]:
        if low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    address = IPv4Address if version == 4 else IPv6Address
    return (network for low, high in merged for network in summarize_address_range(address(low), address(high)))


def get_mixed_type_key(obj):
    """A key that sorts networks and addresses together."""
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


class _IPBase:
    __slots__ = ()

    @property
    def exploded(self):
        return self._explode()

    @property
    def compressed(self):
        return str(self)

    @property
    def version(self):
        return self._version

    @property
    def max_prefixlen(self):
        return self._max_prefixlen

    @property
    def reverse_pointer(self):
        return self._reverse_pointer()


@functools.total_ordering
class _BaseAddress(_IPBase):
    __slots__ = ()

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self._version == other._version and getattr(self, "_scope_id", None) == getattr(other, "_scope_id", None)
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return self._ip < other._ip

    def __add__(self, other):
        return self.__class__(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return self.__class__(self._ip - other) if isinstance(other, int) else NotImplemented

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, str(self))

    def __hash__(self):
        return hash(hex(int(self._ip)))

    def _get_address_key(self):
        return self._version, self

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __format__(self, fmt):
        """s: as text; b, x, X, n: as a number, padded with zeros."""
        if not fmt or fmt[-1] == "s":
            return format(str(self), fmt)
        import re
        match = re.fullmatch(r"(#?)(_?)([xbnX])", fmt)
        if not match:
            return super().__format__(fmt)
        alternate, grouping, base = match.groups()
        if base == "n":
            base = "b" if self._version == 4 else "x"
        digits = self._max_prefixlen if base == "b" else self._max_prefixlen // 4
        if grouping:
            digits += digits // 4 - 1
        if alternate:
            digits += 2
        return format(int(self), f"{alternate}0{digits}{grouping}{base}")

    def _check_range(self, address):
        if address < 0:
            raise AddressValueError("%d (< 0) is not permitted as an IPv%d address" % (address, self._version))
        if address >> self._max_prefixlen:
            raise AddressValueError("%d (>= 2**%d) is not permitted as an IPv%d address" % (address, self._max_prefixlen, self._version))

    def _in(self, networks):
        return any(self in network for network in networks)

    @property
    def packed(self):
        return self._ip.to_bytes(self._max_prefixlen // 8)

    @property
    def is_multicast(self):
        return self in self._constants().multicast

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_link_local(self):
        return self in self._constants().linklocal

    @property
    def is_loopback(self):
        return self._ip == 1 if self._version == 6 else self in self._constants().loopback

    @property
    def is_private(self):
        constants = self._constants()
        return self._in(constants.private) and not self._in(constants.private_exceptions)

    @property
    def is_reserved(self):
        return self._in(self._constants().reserved)


class IPv4Address(_BaseAddress):
    """An address of 32 bits."""

    __slots__ = ("_ip", "__weakref__")
    _version = 4
    _max_prefixlen = IPV4LENGTH

    def __init__(self, address):
        if isinstance(address, int):
            self._check_range(address)
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) != 4:
                raise AddressValueError(f"{address!r} (len {len(address)} != 4) is not permitted as an IPv4 address")
            self._ip = int.from_bytes(address)
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            self._ip = self._parse(text)

    @classmethod
    def _parse(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        octets = text.split(".")
        if len(octets) != 4:
            raise AddressValueError("Expected 4 octets in %r" % text)
        number = 0
        for octet in octets:
            try:
                number = number << 8 | cls._parse_octet(octet)
            except ValueError as exc:
                raise AddressValueError("%s in %r" % (exc, text)) from None
        return number

    @staticmethod
    def _parse_octet(text):
        if not text:
            raise ValueError("Empty octet not permitted")
        if not (text.isascii() and text.isdigit()):
            raise ValueError("Only decimal digits permitted in %r" % text)
        if len(text) > 3:
            raise ValueError("At most 3 characters permitted in %r" % text)
        if text != "0" and text[0] == "0":
            raise ValueError("Leading zeros are not permitted in %r" % text)
        number = int(text)
        if number > 255:
            raise ValueError("Octet %d (> 255) not permitted" % number)
        return number

    def __str__(self):
        return ".".join(map(str, self._ip.to_bytes(4)))

    def _explode(self):
        return str(self)

    def _reverse_pointer(self):
        return ".".join(str(self).split(".")[::-1]) + ".in-addr.arpa"

    @staticmethod
    def _constants():
        return _ipv4_constants()

    @property
    def is_global(self):
        return self not in IPv4Network("100.64.0.0/10") and not self.is_private

    @property
    def ipv6_mapped(self):
        return IPv6Address(f"::ffff:{self}")


class IPv6Address(_BaseAddress):
    """An address of 128 bits, with a zone or without."""

    __slots__ = ("_ip", "_scope_id", "__weakref__")
    _version = 6
    _max_prefixlen = IPV6LENGTH

    def __init__(self, address):
        self._scope_id = None
        if isinstance(address, int):
            self._check_range(address)
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) != 16:
                raise AddressValueError(f"{address!r} (len {len(address)} != 16) is not permitted as an IPv6 address")
            self._ip = int.from_bytes(address)
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            text, percent, scope = text.partition("%")
            if percent:
                if not scope or "%" in scope:
                    raise AddressValueError('Invalid IPv6 address: "%r"' % address)
                self._scope_id = scope
            self._ip = self._parse(text)

    @staticmethod
    def _parse(text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        parts = text.split(":")
        if len(parts) < 3:
            raise AddressValueError("At least 3 parts expected in %r" % text)
        if "." in parts[-1]:
            try:
                number = IPv4Address(parts.pop())._ip
            except AddressValueError as exc:
                raise AddressValueError("%s in %r" % (exc, text)) from None
            parts += "%x" % (number >> 16), "%x" % (number & 0xFFFF)
        if len(parts) > 9:
            raise AddressValueError("At most 8 colons permitted in %r" % text)
        gap = None
        for i in range(1, len(parts) - 1):
            if not parts[i]:
                if gap is not None:
                    raise AddressValueError("At most one '::' permitted in %r" % text)
                gap = i
        if gap is not None:
            before, after = parts[:gap], parts[gap + 1:]
            if before and not before[0]:
                before = before[1:]
                if before:
                    raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
            if after and not after[-1]:
                after = after[:-1]
                if after:
                    raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
            missing = 8 - len(before) - len(after)
            if missing < 1:
                raise AddressValueError("Expected at most 7 other parts with '::' in %r" % text)
            parts = before + ["0"] * missing + after
        else:
            if len(parts) != 8:
                raise AddressValueError("Exactly 8 parts expected without '::' in %r" % text)
            if not parts[0]:
                raise AddressValueError("Leading ':' only permitted as part of '::' in %r" % text)
            if not parts[-1]:
                raise AddressValueError("Trailing ':' only permitted as part of '::' in %r" % text)
        number = 0
        for part in parts:
            if not part or not all(c in "0123456789abcdefABCDEF" for c in part):
                raise AddressValueError("Only hex digits permitted in %r in %r" % (part, text))
            if len(part) > 4:
                raise AddressValueError("At most 4 characters permitted in %r in %r" % (part, text))
            number = number << 16 | int(part, 16)
        return number

    def _groups(self):
        return [self._ip >> shift & 0xFFFF for shift in range(112, -1, -16)]

    def __str__(self):
        groups = self._groups()
        start, length, i = 0, 0, 0
        while i < 8:
            j = i
            while j < 8 and groups[j] == 0:
                j += 1
            if j - i > length:
                start, length = i, j - i
            i = max(j, i + 1)
        words = ["%x" % group for group in groups]
        if length > 1:
            text = ":".join(words[:start]) + "::" + ":".join(words[start + length:])
        else:
            text = ":".join(words)
        if self.ipv4_mapped is not None and self._ip >> 32 == 0xFFFF:
            text = "::ffff:" + str(IPv4Address(self._ip & 0xFFFFFFFF))
        return text + "%" + self._scope_id if self._scope_id else text

    def _explode(self):
        text = ":".join(["%04x" % group for group in self._groups()])
        if self.ipv4_mapped is not None:
            text = text[:30] + str(self.ipv4_mapped)
        return text + "%" + self._scope_id if self._scope_id else text

    def _reverse_pointer(self):
        return ".".join("%032x" % self._ip)[::-1] + ".ip6.arpa"

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    @staticmethod
    def _constants():
        return _ipv6_constants()

    @property
    def scope_id(self):
        return self._scope_id

    @property
    def is_site_local(self):
        return self in IPv6Network("fec0::/10")

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xFFFFFFFF) if self._ip >> 32 == 0xFFFF else None

    @property
    def teredo(self):
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xFFFFFFFF), IPv4Address(~self._ip & 0xFFFFFFFF)

    @property
    def sixtofour(self):
        return IPv4Address(self._ip >> 80 & 0xFFFFFFFF) if self._ip >> 112 == 0x2002 else None


def _as_mapped(name):
    """A property that asks the IPv4 address where an IPv6 one stands for it."""
    own = getattr(_BaseAddress, name, None)

    def get(self):
        mapped = self.ipv4_mapped
        if mapped is not None:
            return getattr(mapped, name)
        return own.fget(self) if own is not None else not self.is_private

    return property(get)


for _name in ("is_multicast", "is_reserved", "is_link_local", "is_unspecified", "is_loopback", "is_private", "is_global"):
    setattr(IPv6Address, _name, _as_mapped(_name))


def _split_prefix(address):
    """(address, prefix or None) of what a network or interface is made from."""
    if isinstance(address, (bytes, int)):
        return address, None
    if isinstance(address, tuple):
        return address[0], address[1] if len(address) > 1 else None
    parts = str(address).split("/")
    if len(parts) > 2:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return parts[0], parts[1] if len(parts) == 2 else None


def _prefix_length(cls, prefix):
    bits = cls._max_prefixlen
    if prefix is None:
        return bits
    if isinstance(prefix, int):
        length = prefix
    elif isinstance(prefix, str) and prefix.isascii() and prefix.isdigit():
        length = int(prefix)
    else:
        if bits == 32:
            try:
                mask = IPv4Address._parse(prefix)
            except AddressValueError:
                raise NetmaskValueError("%r is not a valid netmask" % prefix) from None
            for value in (mask, mask ^ 0xFFFFFFFF):
                # Ones, then zeros.
                if (value ^ 0xFFFFFFFF) & (value ^ 0xFFFFFFFF) + 1 == 0:
                    return value.bit_count()
        raise NetmaskValueError("%r is not a valid netmask" % (prefix,))
    if not 0 <= length <= bits:
        raise NetmaskValueError("%r is not a valid netmask" % (prefix,))
    return length


@functools.total_ordering
class _BaseNetwork(_IPBase):
    def __init__(self, address, strict=True):
        address, prefix = _split_prefix(address)
        self.network_address = self._address_class(address)
        self._prefixlen = _prefix_length(self, prefix)
        mask = (1 << self._max_prefixlen) - (1 << self._max_prefixlen - self._prefixlen)
        self.netmask = self._address_class(mask)
        number = int(self.network_address)
        if number & mask != number:
            if strict:
                raise ValueError("%s has host bits set" % self)
            self.network_address = self._address_class(number & mask)

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, str(self))

    def __str__(self):
        return "%s/%d" % (self.network_address, self._prefixlen)

    def _explode(self):
        return "%s/%d" % (self.network_address.exploded, self._prefixlen)

    def _reverse_pointer(self):
        return self.network_address.reverse_pointer

    def __reduce__(self):
        return self.__class__, (str(self),)

    @functools.cached_property
    def broadcast_address(self):
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @functools.cached_property
    def hostmask(self):
        return self._address_class(int(self.netmask) ^ (1 << self._max_prefixlen) - 1)

    @property
    def prefixlen(self):
        return self._prefixlen

    @property
    def num_addresses(self):
        return 1 << self._max_prefixlen - self._prefixlen

    @property
    def with_prefixlen(self):
        return "%s/%d" % (self.network_address, self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self.network_address, self.netmask)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self.network_address, self.hostmask)

    def hosts(self):
        """The addresses that hosts may have."""
        first, last = int(self.network_address), int(self.broadcast_address)
        bits = self._max_prefixlen - self._prefixlen
        if bits == 0:
            return [self._address_class(first)]
        if bits == 1:
            return [self._address_class(first), self._address_class(last)]
        end = last if self._version == 4 else last + 1
        return (self._address_class(number) for number in range(first + 1, end))

    def __iter__(self):
        for number in range(int(self.network_address), int(self.broadcast_address) + 1):
            yield self._address_class(number)

    def __getitem__(self, n):
        first, last = int(self.network_address), int(self.broadcast_address)
        number = first + n if n >= 0 else last + n + 1
        if not first <= number <= last:
            raise IndexError("address out of range")
        return self._address_class(number)

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return (self.network_address, self.netmask) < (other.network_address, other.netmask)

    def __eq__(self, other):
        try:
            return (self._version == other._version and self.network_address == other.network_address
                    and int(self.netmask) == int(other.netmask))
        except AttributeError:
            return NotImplemented

    def __hash__(self):
        return hash(int(self.network_address) ^ int(self.netmask))

    def __contains__(self, other):
        if self._version != other._version or isinstance(other, _BaseNetwork):
            return False
        return other._ip & int(self.netmask) == int(self.network_address)

    def overlaps(self, other):
        return (self.network_address in other or self.broadcast_address in other or other.network_address in self
                or other.broadcast_address in self)

    def subnet_of(self, other):
        return self._is_subnet(self, other)

    def supernet_of(self, other):
        return self._is_subnet(other, self)

    @staticmethod
    def _is_subnet(a, b):
        if not isinstance(b, _BaseNetwork) or a._version != b._version:
            raise TypeError(f"{a} and {b} are not of the same version")
        return b.network_address <= a.network_address and b.broadcast_address >= a.broadcast_address

    def compare_networks(self, other):
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same type" % (self, other))
        mine, others = (self.network_address, self.netmask), (other.network_address, other.netmask)
        return -1 if mine < others else 1 if mine > others else 0

    def _get_networks_key(self):
        return self._version, self.network_address, self.netmask

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """The networks that it is made of."""
        if self._prefixlen == self._max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        new = self._prefixlen + prefixlen_diff
        if new > self._max_prefixlen:
            raise ValueError("prefix length diff %d is invalid for netblock %s" % (new, self))
        step = 1 << self._max_prefixlen - new
        for number in range(int(self.network_address), int(self.broadcast_address) + 1, step):
            yield self.__class__((number, new))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network that it is part of."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        new = self._prefixlen - prefixlen_diff
        if new < 0:
            raise ValueError("current prefixlen is %d, cannot have a prefixlen_diff of %d" % (self._prefixlen, prefixlen_diff))
        return self.__class__((int(self.network_address) & int(self.netmask) << prefixlen_diff, new))

    def address_exclude(self, other):
        """The networks that are left without another one."""
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        if not isinstance(other, _BaseNetwork):
            raise TypeError("%s is not a network object" % other)
        if not other.subnet_of(self):
            raise ValueError("%s not contained in %s" % (other, self))
        if other == self:
            return
        first, second = self.subnets()
        while first != other and second != other:
            if other.subnet_of(first):
                yield second
                first, second = first.subnets()
            else:
                yield first
                first, second = second.subnets()
        yield second if first == other else first

    def _both(self, name):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)

    is_multicast = property(lambda self: self._both("is_multicast"))
    is_reserved = property(lambda self: self._both("is_reserved"))
    is_link_local = property(lambda self: self._both("is_link_local"))
    is_unspecified = property(lambda self: self._both("is_unspecified"))
    is_loopback = property(lambda self: self._both("is_loopback"))

    def _inside(self, networks):
        return any(self.network_address in network and self.broadcast_address in network for network in networks)

    @property
    def is_private(self):
        constants = self.network_address._constants()
        return self._inside(constants.private) and not self._inside(constants.private_exceptions)

    @property
    def is_global(self):
        return not self.is_private


class IPv4Network(_BaseNetwork):
    """A network of version 4."""

    _version = 4
    _max_prefixlen = IPV4LENGTH
    _address_class = IPv4Address

    @property
    def is_global(self):
        return not self._inside([IPv4Network("100.64.0.0/10")]) and not self.is_private


class IPv6Network(_BaseNetwork):
    """A network of version 6."""

    _version = 6
    _max_prefixlen = IPV6LENGTH
    _address_class = IPv6Address

    is_site_local = property(lambda self: self._both("is_site_local"))


class _Interface:
    """An address together with its network."""

    __slots__ = ()

    def _set(self, network_class, address):
        self.network = network_class(address, strict=False)
        self.netmask = self.network.netmask
        self._prefixlen = self.network._prefixlen

    @property
    def hostmask(self):
        return self.network.hostmask

    def __str__(self):
        return "%s/%d" % (self._plain(), self._prefixlen)

    def __eq__(self, other):
        equal = self._address_class.__eq__(self, other)
        if equal is NotImplemented or not equal:
            return equal
        try:
            return self.network == other.network
        except AttributeError:
            return False

    def __lt__(self, other):
        less = self._address_class.__lt__(self, other)
        if less is NotImplemented:
            return NotImplemented
        try:
            return self.network < other.network or self.network == other.network and less
        except AttributeError:
            return False

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __reduce__(self):
        return self.__class__, (str(self),)

    def _plain(self):
        return self._address_class.__str__(self)

    def _explode(self):
        return "%s/%d" % (self._address_class._explode(self.ip), self._prefixlen)

    @property
    def ip(self):
        return self._address_class(self._ip)

    @property
    def with_prefixlen(self):
        return "%s/%s" % (self._plain(), self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self._plain(), self.netmask)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self._plain(), self.hostmask)


class IPv4Interface(_Interface, IPv4Address):
    _address_class = IPv4Address

    def __init__(self, address):
        IPv4Address.__init__(self, _split_prefix(address)[0])
        self._set(IPv4Network, address)


class IPv6Interface(_Interface, IPv6Address):
    _address_class = IPv6Address

    def __init__(self, address):
        IPv6Address.__init__(self, _split_prefix(address)[0])
        self._set(IPv6Network, address)

    @property
    def is_unspecified(self):
        return self._ip == 0 and self.network.is_unspecified

    @property
    def is_loopback(self):
        return super().is_loopback and self.network.is_loopback


class _Constants:
    def __init__(self, network, multicast, linklocal, loopback, private, private_exceptions, reserved):
        self.multicast, self.linklocal, self.loopback = network(multicast), network(linklocal), network(loopback)
        self.private, self.private_exceptions, self.reserved = ([network(n) for n in names.split()]
                                                                for names in (private, private_exceptions, reserved))


@functools.cache
def _ipv4_constants():
    return _Constants(IPv4Network, "224.0.0.0/4", "169.254.0.0/16", "127.0.0.0/8",
                      "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.170/31 192.0.2.0/24 192.168.0.0/16 "
                      "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32", "192.0.0.9/32 192.0.0.10/32", "240.0.0.0/4")


@functools.cache
def _ipv6_constants():
    return _Constants(IPv6Network, "ff00::/8", "fe80::/10", "::1/128",
                      "::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 fc00::/7 fe80::/10",
                      "2001:1::1/128 2001:1::2/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28",
                      "::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3 8000::/3 A000::/3 C000::/3 E000::/4 F000::/5 F800::/6 "
                      "FE00::/9")
