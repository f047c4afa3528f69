def is_leap(y):
    return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
def days(y, m):
    return [31, 28 + is_leap(y), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]
def weekday(y, m, d):
    n = sum(365 + is_leap(k) for k in range(1, y)) + sum(days(y, k) for k in range(1, m)) + d
    return (n - 1) % 7
def calendar(y, m):
    lines = [f"{y}-{m:02}".center(20), "Mo Tu We Th Fr Sa Su"]
    cells = [""] * weekday(y, m, 1) + [str(d) for d in range(1, days(y, m) + 1)]
    lines += [" ".join(c.rjust(2) for c in cells[i:i + 7]) for i in range(0, len(cells), 7)]
    return "\n".join(lines)
print(calendar(2024, 2))
print(weekday(2000, 1, 1), weekday(1969, 7, 20), is_leap(1900), is_leap(2000))
def roman(n):
    return "".join(r * ((n % big) // small if False else (n := n - (k := n // small) * small) * 0 + k) for big, small, r in [(10 ** 9, 1000, "M"), (1000, 900, "CM"), (900, 500, "D"), (500, 400, "CD"), (400, 100, "C"), (100, 90, "XC"), (90, 50, "L"), (50, 40, "XL"), (40, 10, "X"), (10, 9, "IX"), (9, 5, "V"), (5, 4, "IV"), (4, 1, "I")])
print(roman(1994), roman(2024), roman(49))
