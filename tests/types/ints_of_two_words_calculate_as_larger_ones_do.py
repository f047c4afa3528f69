# Numbers around the borders of one and two machine words take other ways than larger ones; each operation is checked
# by a law that must hold for all of them, and a subclass's zero is still a zero.


class Number(int):
    pass


edges = [0, 1, 2, 3, 7, 2**31, 2**47, 2**48, 2**62, 2**63, 2**64, 2**65, 2**126, 2**127, 2**128, 2**129, 2**191, 2**192]
numbers = sorted({sign * (edge + step) for edge in edges for step in (-1, 0, 1) for sign in (1, -1)})
checksum = 0
for a in numbers:
    for b in numbers:
        if b:
            quotient, remainder = divmod(a, b)
            assert quotient * b + remainder == a and (0 <= remainder < b or b < remainder <= 0), (a, b)
            assert quotient == a // b and remainder == a % b, (a, b)
        # Bit by bit: -1 - x turns every bit of x over.
        assert (a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b), (a, b)
        assert ~(a & b) == ~a | ~b, (a, b)
        checksum = (checksum * 31 + (a & b) + (a | b) * 3 + (a ^ b) * 7) % (10**40 + 9)
    for count in (0, 1, 15, 31, 47, 48, 62, 63, 64, 65, 100, 126, 127, 128, 129, 190, 400):
        assert a << count == a * 2**count, (a, count)
        assert a >> count == a // 2**count, (a, count)
        assert (a << count) >> count == a, (a, count)
        checksum = (checksum * 31 + (a >> count)) % (10**40 + 9)
print(len(numbers), checksum)

for operation in ("//", "%"):
    for left in (5, True, 10**30, Number(7), Number(10**30)):
        for right in (0, False, Number(0)):
            try:
                print(left // right if operation == "//" else left % right)
            except ZeroDivisionError as error:
                pass
            else:
                print("divided", left, right)
for left in (5, 10**30):
    try:
        print(divmod(left, Number(0)))
    except ZeroDivisionError:
        print("no divmod by", 0)
print(Number(0) << 70, Number(-5) >> 1, Number(2**70) >> 69, Number(2**70) & 2**70 == 2**70, type(Number(6) & 3).__name__)
