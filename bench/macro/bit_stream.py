# Shifts, masks, bytes and tables: packs text with Huffman codes into bytes and unpacks it again, bit by bit.
import sys


class BitWriter:
    def __init__(self):
        self.out = bytearray()
        self.held = 0
        self.count = 0

    def put(self, value, width):
        self.held = (self.held << width) | value
        self.count += width
        while self.count >= 8:
            self.count -= 8
            self.out.append((self.held >> self.count) & 0xff)
        self.held &= (1 << self.count) - 1

    def finish(self):
        if self.count:
            self.out.append((self.held << (8 - self.count)) & 0xff)
        return bytes(self.out)


class BitReader:
    def __init__(self, data):
        self.data = data
        self.position = 0
        self.held = 0
        self.count = 0

    def bit(self):
        if not self.count:
            self.held = self.data[self.position]
            self.position += 1
            self.count = 8
        self.count -= 1
        return (self.held >> self.count) & 1


def code_lengths(frequencies):
    groups = sorted((count, [symbol]) for symbol, count in frequencies.items())
    lengths = dict.fromkeys(frequencies, 0)
    while len(groups) > 1:
        first_count, first = groups.pop(0)
        second_count, second = groups.pop(0)
        for symbol in first + second:
            lengths[symbol] += 1
        groups.append((first_count + second_count, sorted(first + second)))
        groups.sort()
    return lengths


def canonical_codes(lengths):
    codes = {}
    code = 0
    previous = 0
    for symbol, length in sorted(lengths.items(), key=lambda item: (item[1], item[0])):
        code <<= length - previous
        codes[symbol] = (code, length)
        code += 1
        previous = length
    return codes


def pack(data):
    frequencies = {}
    for byte in data:
        frequencies[byte] = frequencies.get(byte, 0) + 1
    codes = canonical_codes(code_lengths(frequencies))
    writer = BitWriter()
    for byte in data:
        value, width = codes[byte]
        writer.put(value, width)
    return codes, writer.finish()


def unpack(codes, packed, length):
    symbols = {(width, value): symbol for symbol, (value, width) in codes.items()}
    reader = BitReader(packed)
    out = bytearray()
    while len(out) < length:
        value = width = 0
        while True:
            value = (value << 1) | reader.bit()
            width += 1
            symbol = symbols.get((width, value))
            if symbol is not None:
                break
        out.append(symbol)
    return bytes(out)


def crc(data):
    table = []
    for number in range(256):
        for _ in range(8):
            number = (number >> 1) ^ 0xedb88320 if number & 1 else number >> 1
        table.append(number)
    value = 0xffffffff
    for byte in data:
        value = table[(value ^ byte) & 0xff] ^ (value >> 8)
    return value ^ 0xffffffff


lines = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
text = "\n".join("%d bottles and %x boxes stand on shelf %s" % (i, i * 7919, "abcdefgh"[i % 8] * (i % 5)) for i in range(lines))
data = text.encode()
codes, packed = pack(data)
assert unpack(codes, packed, len(data)) == data
print(len(data), len(packed), "%08x %08x" % (crc(data), crc(packed)))
