# Floats and integer loops without calls: the Mandelbrot set as a bitmap, of which a checksum is printed.
import sys


def escape_rows(size, limit):
    checksum = 0
    inside = 0
    for row in range(size):
        imaginary = 2.0 * row / size - 1.0
        for column in range(size):
            real = 3.0 * column / size - 2.0
            x = y = 0.0
            steps = 0
            while steps < limit:
                xx = x * x
                yy = y * y
                if xx + yy > 4.0:
                    break
                y = 2.0 * x * y + imaginary
                x = xx - yy + real
                steps += 1
            if steps == limit:
                inside += 1
            checksum = (checksum * 31 + steps) % 1000003
    return inside, checksum


size = int(sys.argv[1]) if len(sys.argv) > 1 else 260
print(*escape_rows(size, 100))
