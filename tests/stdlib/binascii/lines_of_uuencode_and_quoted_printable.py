import binascii

print(binascii.b2a_uu(b"some bytes"), binascii.a2b_uu(binascii.b2a_uu(b"some bytes")), binascii.b2a_uu(b"\0", backtick=True))
print(binascii.b2a_qp(b"a=b \x80 line \n" + b"x" * 80), binascii.a2b_qp(b"a=3Db=20=\nc_d", header=True))
print(binascii.crc32(b"hello"), binascii.crc32(b"lo", binascii.crc32(b"hel")), binascii.crc_hqx(b"hello", 0))
for call in (lambda: binascii.b2a_uu(b"x" * 46), lambda: binascii.a2b_uu(b"#86)Cxx"), lambda: binascii.unhexlify("0g")):
    try:
        call()
    except binascii.Error as e:
        print(e)
