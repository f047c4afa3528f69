"""struct, binascii, unicodedata, cmath."""
import binascii
import cmath
import struct
import unicodedata

cases = r'''
struct.pack('<IhB',1,-2,3)
struct.pack('>d',1.5), struct.pack('<f',0.1), struct.pack('e',1.5), struct.pack('<e',65504.0), struct.pack('<e',1e-7), struct.pack('<e',5.96e-8)
struct.unpack('<IhB',b'\x01\x00\x00\x00\xfe\xff\x03')
struct.calcsize('bi'), struct.calcsize('<bi'), struct.calcsize('3s5x2h'), struct.calcsize('ibi'), struct.calcsize('P')
struct.pack('5s3p?',b'abc',b'xyz',True), struct.unpack('5s3p?',b'abc\0\0\x02xy\x01')
struct.pack('B',256)
struct.pack('b',-129)
struct.pack('I',-1)
struct.pack('H',65536)
struct.pack('i',2**31)
struct.pack('q',2**63)
struct.pack('Q',2**64)
struct.pack('q',-2**63), struct.pack('<Q',2**64-1), struct.unpack('<q',b'\xff'*8), struct.unpack('>Q',b'\xff'*8)
struct.pack('i','a')
struct.pack('f','a')
struct.pack('i')
struct.pack('z',1)
struct.pack('5')
struct.unpack('i',b'abc')
struct.pack('f',1e300)
struct.pack('c',b'ab')
struct.unpack_from('<H',b'abcd',1), list(struct.iter_unpack('<H',b'abcd'))
struct.unpack_from('<I',b'abcd',1)
[x for x in [bytearray(6)] if not struct.pack_into('<H',x,2,258)]
struct.Struct('<HH').unpack(b'abcd'), struct.Struct('<HH').size
binascii.hexlify(b'ab\xff'), binascii.unhexlify('6162ff'), binascii.b2a_base64(b'hello'), binascii.a2b_base64(b'aGVsbG8='), binascii.crc32(b'hello'), binascii.crc32(b'lo',binascii.crc32(b'hel')), binascii.crc_hqx(b'hello',0)
binascii.unhexlify('abc')
binascii.unhexlify('zz')
binascii.a2b_base64(b'abcde')
binascii.a2b_base64(b'abc')
binascii.a2b_base64('aGVs\nbG8=')
[unicodedata.category(c) for c in 'aA1 \u0301€\ud800'], [unicodedata.bidirectional(c) for c in 'a1 \u05d0\u0660'], unicodedata.combining('\u0301'), unicodedata.mirrored('('), unicodedata.name('é'), unicodedata.lookup('LATIN SMALL LETTER E WITH ACUTE'), unicodedata.name('가'), unicodedata.name('一')
unicodedata.name('\x00')
unicodedata.name('\x00','x')
unicodedata.lookup('nope')
[unicodedata.numeric(c) for c in '½5²⅓'], unicodedata.decimal('٣'), unicodedata.digit('²'), unicodedata.digit('❸')
unicodedata.decimal('²')
[ascii(unicodedata.normalize(f,'é\u0301ﬁ가\u1100\u1161Å')) for f in ('NFC','NFD','NFKC','NFKD')], unicodedata.is_normalized('NFC','e\u0301')
unicodedata.normalize('X','a')
[unicodedata.east_asian_width(c) for c in 'a一ａｱ']
cmath.sqrt(-1), cmath.exp(1j*cmath.pi), cmath.log(-1), cmath.log(2,10), cmath.polar(1+1j), cmath.rect(2,0.5), cmath.phase(-1), cmath.sin(1+1j), cmath.cosh(1j), cmath.atan(0.5+0.5j), cmath.isclose(1,1+1e-12j), cmath.infj, cmath.log10(100), cmath.asin(2), cmath.acos(2), cmath.tan(1+2j)
cmath.log(0)
cmath.exp(1000)
cmath.sqrt('x')
[hex(x) for x in __import__('random').Random(1).randbytes(5)], __import__('random').Random(1).choices('abc',k=5), __import__('random').Random(1).randint(1,10**30)
__import__('string').Formatter().format('{0} {x!r:>5}',1,x='a'), __import__('string').Template('$a ${b}').substitute(a=1,b=2)

'''
for case in cases.strip().splitlines():
    try:
        print(ascii(case), "->", ascii(eval(case)))
    except Exception as error:
        print(ascii(case), "->", type(error).__name__, ascii(str(error)))
