print(-1 >> 100, -8 >> 1, 5 << 70, -5 << 3)
print(-1 & 0xFF, -256 | 1, -1 ^ 5, ~0)
print((1 << 64) - 1 & -(1 << 63))
for expression in ("1 << -1", "1 >> -1", "1.0 << 2"):
    try:
        eval(expression)
    except (ValueError, TypeError) as error:
        print(expression, "->", error)
