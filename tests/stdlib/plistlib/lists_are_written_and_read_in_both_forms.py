import plistlib, datetime, io, sys
from plistlib import UID
v = {"s": "x<y>&é", "i": 5, "big": 2 ** 63, "neg": -7, "f": 1.5, "t": True, "n": False, "d": datetime.datetime(2020, 1, 2, 3, 4, 5), "b": bytes(range(200)), "l": [1, "a", [], {}, {"q": [b"z"]}], "long": "y" * 300}
for fmt in (plistlib.FMT_XML, plistlib.FMT_BINARY):
    d = plistlib.dumps(v, fmt=fmt)
    print(fmt, len(d), plistlib.loads(d) == v)
    print(d.decode() if fmt is plistlib.FMT_XML else d.hex())
print(plistlib.loads(plistlib.dumps([UID(5), UID(2 ** 40)], fmt=plistlib.FMT_BINARY)), repr(UID(3)))
for f in (lambda: plistlib.loads(b"nope"), lambda: plistlib.dumps(None), lambda: plistlib.dumps({1: 2}), lambda: plistlib.dumps("\x00"), lambda: plistlib.dumps(2 ** 64), lambda: UID(-1), lambda: plistlib.loads(b"bplist00" + b"x" * 40), lambda: plistlib.dumps(3, fmt=9), lambda: plistlib.loads("<plist><dict><string>a</string></dict></plist>"), lambda: plistlib.loads("<plist><dict><key>a</key></dict></plist>"), lambda: plistlib.loads('<?xml version="1.0"?><!DOCTYPE p [<!ENTITY e "x">]><plist><string>&e;</string></plist>')):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(plistlib.dumps({"b": 1, "a": 2, 3: 4}, skipkeys=True, sort_keys=False).count(b"key"), plistlib.loads("<plist><array><integer>0x1f</integer><real>2</real><true/></array></plist>"))
