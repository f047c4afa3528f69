# A Struct keeps its layout; a second __init__ gives it another one.
import struct
import threading

s = struct.Struct("<IHBf8s")
packed = s.pack(1, 2, 3, 4.5, b"abcdefgh")
print(packed, s.size, s.format, s.unpack(packed), list(s.iter_unpack(packed * 2)))
buffer = bytearray(30)
s.pack_into(buffer, 4, 1, 2, 3, 4.5, b"xyz")
print(buffer, s.unpack_from(buffer, 4), s.unpack_from(buffer=buffer, offset=-26))
print(struct.Struct(b">h").format, struct.Struct(">h").pack(-2), list(struct.iter_unpack(">h", b"\0\1\0\2")))


class Named(struct.Struct):
    def __init__(self, name, format):
        super().__init__(format)
        self.name = name


named = Named("point", "2i")
print(named.name, named.unpack(named.pack(3, 4)), isinstance(named, struct.Struct))


def refuse(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


refuse(s.pack, 1, 2)
refuse(s.unpack, b"")
refuse(s.pack_into, buffer, 25, 1, 2, 3, 4.5, b"")
refuse(s.unpack_from, buffer, 100)
refuse(s.iter_unpack, b"abc")
refuse(struct.Struct, "y")
refuse(struct.Struct, 1)
refuse(struct.Struct("").iter_unpack, b"")


def change():
    for i in range(300):
        shared.__init__("<i" if i % 2 else "<q")


def use():
    for _ in range(300):
        if shared.pack(7)[:4] != b"\7\0\0\0":
            wrong.append(1)


shared, wrong = struct.Struct("<i"), []
threads = [threading.Thread(target=target) for target in (change, use, use)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(wrong))
