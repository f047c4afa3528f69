# Tables agree by their sums; texts go through pieces of every size; what is wrong is told with its place.
import codecs
import hashlib
import io

names = ("gb2312 gbk gb18030 big5 big5hkscs cp950 euc_kr cp949 johab shift_jis cp932 euc_jp shift_jis_2004 euc_jis_2004 iso2022_jp").split()
text = "漢字カナ ひらがな 中文 한국어 뷁 abc\n" * 5
characters = [chr(code) for code in range(0x80, 0xD800, 7)]
for name in names:
    digest = hashlib.md5()
    for first in range(128, 256, 3):
        for second in range(256):
            digest.update(bytes([first, second]).decode(name, "replace").encode())
    for character in characters:
        digest.update(character.encode(name, "replace"))
    data = text.encode(name, "ignore")
    back = data.decode(name)
    whole = True
    for step in (1, 2, 3, 7):
        decoder = codecs.getincrementaldecoder(name)()
        pieces = [decoder.decode(data[place:place + step]) for place in range(0, len(data), step)]
        whole = whole and "".join(pieces) + decoder.decode(b"", True) == back
    whole = whole and io.TextIOWrapper(io.BytesIO(data), name).read() == back
    print(name, digest.hexdigest(), len(data), len(back), whole, codecs.lookup(name.replace("_", "-")).name)

for name in ("gbk", "gb18030", "big5", "euc_kr", "shift_jis", "euc_jp", "iso2022_jp"):
    for data in (b"\x81\x20", b"\xa1", b"a\xff", b"\x8f\xa1", b"\x81\x30\x81", b"\x1b$B!", b"\x1b$X!!"):
        try:
            print(name, data, ascii(data.decode(name)))
        except UnicodeDecodeError as error:
            print(name, error)
    try:
        print("a\U0001f600".encode(name))
    except UnicodeEncodeError as error:
        print(error)
    print("a\U0001f600b\xe9".encode(name, "replace"), "\U0001f600あ".encode(name, "xmlcharrefreplace"), b"a\xffb".decode(name, "backslashreplace"))
print("\xa5a\\ あb~\u203e".encode("iso2022_jp"), b"\x1b(J\\a\x1b$B$\"\x1b(B\\".decode("iso2022_jp"))
print([("中".encode(alias)) for alias in ("sjis", "ms932", "euc-jp", "ujis", "ks_c_5601-1987", "cp936", "GB2312", "big5-tw", "iso-2022-jp")])
