# List slices and integers: for every order of a small deck of cards, how often must the front be turned over
# until card 1 is on top? Prints a checksum and the largest count.
import sys


def longest_turning(size):
    order = list(range(size))
    counts = [0] * size
    most = 0
    checksum = 0
    sign = 1
    remaining = size
    while True:
        while remaining > 1:
            counts[remaining - 1] = remaining
            remaining -= 1
        top = order[0]
        if top:
            deck = order[:]
            turns = 0
            while top:
                deck[:top + 1] = deck[top::-1]
                turns += 1
                top = deck[0]
            if turns > most:
                most = turns
            checksum += sign * turns
        sign = -sign
        # The next order: turn a growing front by one place until some counter has not run out.
        while True:
            if remaining == size:
                return checksum, most
            order.insert(remaining, order.pop(0))
            counts[remaining] -= 1
            if counts[remaining] > 0:
                break
            remaining += 1


size = int(sys.argv[1]) if len(sys.argv) > 1 else 9
checksum, most = longest_turning(size)
print("%d\nturns(%d) = %d" % (checksum, size, most))
