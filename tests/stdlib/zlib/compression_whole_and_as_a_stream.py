import zlib

data = b"the same words again and again, " * 200
packed = zlib.compress(data, 9)
print(len(packed) < 200, zlib.decompress(packed) == data, zlib.decompress(zlib.compress(data, wbits=-15), -15) == data)
compressor = zlib.compressobj()
pieces = compressor.compress(data[:1000]) + compressor.copy().flush()
print(zlib.decompress(pieces) == data[:1000])
decompressor = zlib.decompressobj()
first = decompressor.decompress(packed, 100)
print(len(first), bool(decompressor.unconsumed_tail), decompressor.eof)
rest = decompressor.decompress(decompressor.unconsumed_tail + b"tail")
print(first + rest == data, decompressor.unused_data, decompressor.eof, decompressor.flush())
dictionary = zlib.compressobj(zdict=b"words again")
text = dictionary.compress(b"words again and again") + dictionary.flush()
print(zlib.decompressobj(zdict=b"words again").decompress(text))
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")))
for call in (lambda: zlib.decompress(b"abc"), lambda: zlib.decompress(packed[:-4]), lambda: zlib.compress(b"", 10), lambda: zlib.compressobj().flush(99)):
    try:
        call()
    except zlib.error as e:
        print(e)
