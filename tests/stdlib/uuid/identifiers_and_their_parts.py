import copy
import uuid

u = uuid.UUID("{12345678-1234-5678-1234-567812345678}")
print(u, repr(u), int(u), u.hex, u.urn, u.fields, u.bytes_le.hex(), u.variant, u.version, uuid.UUID(bytes_le=u.bytes_le) == u)
print(uuid.uuid3(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid5(uuid.NAMESPACE_URL, "http://python.org/"))
a, b = uuid.uuid4(), uuid.uuid1()
print(a.version, b.version, a.variant == b.variant, a != uuid.uuid4(), copy.copy(u) == u, u < uuid.UUID(int=2 ** 127))
for arguments in ({"hex": "12"}, {}, {"int": -1}, {"fields": (1, 2)}):
    try:
        uuid.UUID(**arguments)
    except (TypeError, ValueError) as e:
        print(e)
